"""What plays credit pitchers with - saves, holds, blown saves, quality starts -, and the lines it belongs to."""
