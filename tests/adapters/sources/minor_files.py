"""Tiny files with minor-league seasons, made by hand, in the formats of three data makers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BREF_BATTING = """\
key_mlbam,lahman_playerID,key_bbref_minors,Year,Name,Age,Aff,Lev,Lg,G,PA,BA,OBP,SLG,HR,SB,BB%,K%,ISO,BABIP
100001,ashenma01,ashenb001mar,2001,Marlo Ashenby,22,SEA,AAA,PCL,100,400,0.300,0.380,0.500,15,10,10.0,20.0,0.2,0.35
100002,,elkumh001ela,2001,Elan Elkumhoff,19,SEA,FRk,DOSL,50,200,0.250,0.350,0.350,2,20,12.5,25.0,0.1,0.33
,,nobody001xan,2001,Xan Nobody,20,SEA,Rk+,APPY,60,220,0.240,0.300,0.330,4,2,5.0,30.0,0.09,0.32
"""
BREF_PITCHING = """\
key_mlbam,lahman_playerID,key_bbref_minors,Year,Name,Age,Aff,Lev,Lg,G,IP,ERA,WHIP,W,L,SV,GS,SO9,BB9,HR9,H9
100003,dornito01,dornim001tor,2001,Torin Dorniman,23,SEA,AA,SOUL,25,120.1,3.74,1.27,9,7,0,20,9.0,3.0,0.7,8.5
"""
FANGRAPHS_BATTING = (
    "key_mlbam,lahman_playerID,Season,Name,Team,Level,Age,G,AB,PA,H,1B,2B,3B,HR,R,RBI,BB,IBB,SO,HBP,SF,SH,GDP,SB,CS,"
    "AVG,PlayerId\n"
    "100001,ashenma01,2001,Marlo Ashenby,SEA,AA,22,30,100,115,30,20,6,1,3,15,14,12,0,25,1,1,1,2,4,1,0.3,501\n"
    ",,2001,Sam Stranger,SEA,AA,24,28,90,100,20,15,4,0,1,8,9,8,0,30,1,1,0,1,0,0,0.222,sa77\n"
)
IDS = """\
key_mlbam,lahman_playerID,key_bbref,key_retro,key_fangraphs,key_bbref_minors,name_first,name_last,birth_year,birth_month,birth_day
100001,ashenma01,ashenma01,ashem001,501,ashenb001mar,Marlo,Ashenby,1979,4,9
100002,,,,,elkumh001ela,Elan,Elkumhoff,1982,12,1
100003,dornito01,dornito01,dornt001,503,dornim001tor,Torin,Dorniman,1978,,
"""
NAMESAKES = """\
key_mlbam,lahman_playerID,key_bbref,key_retro,key_fangraphs,key_bbref_minors,name_first,name_last,birth_year,birth_month,birth_day
200001,hasslro01,hasslro01,hassr901,601,hassle001ron,Ron,Hassle,1953,2,27
200002,,hasslro02,,602,hassle002rob,Robert,Hasslett,2001,8,15
200003,,,,,brandn001car,Carr,Brandnew,2002,6,3
200004,latecje01,latecje01,,604,latecm001jer,Jerry,Latecomer,1999,1,9
"""
ASTRAY = """\
IDPLAYER,PLAYERNAME,MLBID,IDFANGRAPHS,BREFID,RETROID,CBSID,ESPNID,YAHOOID,NFBCID,ROTOWIREID,OTTONEUID,FANTRAXID
hasslro01,Robert Hasslett,200002,602,hasslro02,hassr901,21,22,23,24,25,26,*27*
brandca01,Carr Brandnew,200003,sa603,brandca01,,,,33,,,,
latecje09,Jerry Latecomer,200004,604,latecje01,,,,43,,,,
strayxa01,Xan Stray,200005,sa605,hasslro01,hassr901,,,53,,,,
"""
PLATFORM_IDS = """\
IDPLAYER,PLAYERNAME,MLBID,IDFANGRAPHS,BREFID,RETROID,CBSID,ESPNID,YAHOOID,NFBCID,ROTOWIREID,OTTONEUID,FANTRAXID
ashenma01,Marlo Ashenby,100001,501,ashenma01,ashem001,11,12,13,14,15,16,*17*
"""


def split(player: int, stat: Mapping[str, object], *, sport: int = 11) -> dict[str, Any]:
    """A player's season as the Stats API gives it."""
    return {
        "season": "2001",
        "stat": {"age": 22, "gamesPlayed": 90, **stat},
        "team": {"id": 529, "name": "Anyville Ants", "link": "/api/v1/teams/529"},
        "player": {"id": player, "fullName": "Marlo Ashenby", "link": f"/api/v1/people/{player}"},
        "league": {"id": 112, "name": "Pacific Coast League"},
        "sport": {"id": sport, "abbreviation": "AAA"},
        "position": {"code": "6", "abbreviation": "SS"},
        "numTeams": 1,
        "rank": 1,
    }


HITTING = {
    "plateAppearances": 400, "atBats": 350, "hits": 105, "doubles": 20, "triples": 4, "homeRuns": 15,
    "totalBases": 178, "runs": 60, "rbi": 55, "stolenBases": 10, "caughtStealing": 3, "baseOnBalls": 40,
    "strikeOuts": 80, "hitByPitch": 5, "sacBunts": 1, "sacFlies": 4, "avg": ".300",
}  # fmt: skip
PITCHING = {
    "gamesStarted": 20, "inningsPitched": "120.1", "battersFaced": 500, "hits": 110, "runs": 55, "earnedRuns": 50,
    "homeRuns": 9, "baseOnBalls": 40, "strikeOuts": 120, "hitBatsmen": 4, "wins": 9, "losses": 7, "saves": 0,
}  # fmt: skip


def response(*splits: dict[str, Any], group: str = "hitting") -> str:
    """A season response of the Stats API."""
    table = {"type": {"displayName": "season"}, "group": {"displayName": group}, "splits": list(splits)}
    return json.dumps({"copyright": "…", "stats": [table]})


def write(path: Path, text: str) -> Path:
    """Write a text, packed if the name says so."""
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path
