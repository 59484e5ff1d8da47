"""A tiny Lahman directory, made by hand: three invented players, two seasons, one of them traded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

BATTING = """\
playerID,yearID,stint,teamID,lgID,G,AB,R,H,2B,3B,HR,RBI,SB,CS,BB,SO,IBB,HBP,SH,SF,GIDP
ashenma01,2001,1,AAA,AL,150,550,90,160,30,3,25,85,10,4,60,110,3,5,0,6,12
ashenma01,2002,1,AAA,AL,80,300,50,90,15,1,12,44,5,1,30,60,1,2,0,3,6
ashenma01,2002,2,BBN,NL,60,200,30,50,9,0,8,30,2,2,22,41,0,1,0,2,5
dornito01,2001,1,BBN,NL,33,60,2,6,1,0,0,2,0,0,1,30,0,0,8,,1
elkumel01,2002,1,AAA,AL,5,10,1,3,0,0,0,1,0,0,1,2,0,0,0,0,0
"""
PITCHING = """\
playerID,yearID,stint,teamID,lgID,W,L,G,GS,CG,SHO,SV,IPouts,H,ER,HR,BB,SO,BAOpp,ERA,IBB,WP,HBP,BK,BFP,GF,R,SH,SF,GIDP
dornito01,2001,1,BBN,NL,14,9,33,33,1,0,0,600,190,80,20,50,180,0.248,3.60,2,4,6,0,830,0,88,8,5,12
dornito01,2002,1,BBN,NL,3,2,12,12,0,0,0,200,70,30,8,20,55,0.26,4.05,1,1,2,0,285,0,33,2,2,5
"""
APPEARANCES = """\
yearID,teamID,lgID,playerID,G_all,GS,G_batting,G_defense,G_p,G_c,G_1b,G_2b,G_3b,G_ss,G_lf,G_cf,G_rf,G_of,G_dh,G_ph,G_pr
2001,AAA,AL,ashenma01,150,148,150,140,0,0,0,0,0,0,0,0,140,140,10,1,0
2001,BBN,NL,dornito01,33,33,33,33,33,0,0,0,0,0,0,0,0,0,0,0,0
2002,AAA,AL,ashenma01,80,79,80,78,0,0,0,0,0,0,0,0,78,78,2,0,0
2002,BBN,NL,ashenma01,60,58,60,60,0,0,5,0,0,0,0,0,55,55,,2,0
2002,BBN,NL,dornito01,12,12,12,12,12,0,0,0,0,0,0,0,0,0,0,0,0
2002,AAA,AL,elkumel01,5,3,5,4,0,0,0,4,0,0,0,0,0,0,0,1,0
"""
PEOPLE = """\
playerID,birthYear,birthMonth,birthDay,nameFirst,nameLast,nameGiven,height,bats,throws,debut
ashenma01,1975,4,9,Marlo,Ashenby,Marlo,74,L,R,1998-04-01
dornito01,1978,,,Torin,Dorniman,"Torin, ""Tor"" to all",77,R,R,2001-04-03
elkumel01,1980,12,1,Elan,Elkumhoff,Elan,,B,R,2002-09-02
nobodxx01,1999,1,1,Xan,Nobody,Xan,71,R,R,2024-04-01
"""
TEAMS = """\
yearID,lgID,teamID,G,name,BPF,PPF
2001,AL,AAA,162,Anyville Ants,103,102
2001,NL,BBN,161,Borough Bees,97,98
2002,AL,AAA,162,Anyville Ants,104,103
2002,NL,BBN,162,Borough Bees,,98
"""

FILES: Mapping[str, str] = {
    "Batting.csv": BATTING,
    "Pitching.csv": PITCHING,
    "Appearances.csv": APPEARANCES,
    "People.csv": PEOPLE,
    "Teams.csv": TEAMS,
}


def write_lahman(directory: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write the tiny directory, some of its files changed."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in {**FILES, **(changes or {})}.items():
        (directory / name).write_text(text, encoding="utf-8", newline="")
    return directory
