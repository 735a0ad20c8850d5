namespace Arena.Ratings.Engine.Tests.Data;

/// <summary>Small cases with published answers.</summary>
internal static class Textbook
{
    /// <summary>American League 1987, games of the home team (left) against the visitors. Source: Agresti, Categorical Data Analysis (2002), table 10.11.</summary>
    public static Tally Baseball => Games(
        ["Baltimore", "Boston", "Cleveland", "Detroit", "Milwaukee", "New York", "Toronto"],
        "-   1:6 3:4 1:5 2:5 2:4 1:6",
        "6:0 -   5:2 2:5 5:1 4:2 3:3",
        "2:4 4:2 -   3:3 2:5 4:3 3:4",
        "4:3 6:0 6:1 -   3:3 4:3 4:2",
        "6:0 6:1 4:2 4:3 -   4:3 4:2",
        "6:1 4:3 4:2 5:1 3:3 -   2:5",
        "6:0 4:3 4:2 4:3 2:5 2:4 -  ");

    /// <summary>Citations between journals (cited by); who cites loses. Source: Stigler, Statistical Science 9 (1994).</summary>
    public static Tally Citations => Games(
        ["Biometrika", "Comm Statist", "JASA", "JRSS-B"],
        "-   730:0 498:0 221:0",
        "33:0 -   68:0 17:0",
        "320:0 813:0 -   142:0",
        "284:0 276:0 325:0 -  ");

    /// <summary>The worked example of Wikipedia's article on the model: winner, loser, games.</summary>
    public static (string Winner, string Loser, int Games)[] WikipediaGames =>
        [("A", "B", 2), ("B", "A", 3), ("A", "D", 1), ("D", "A", 4), ("B", "C", 5), ("C", "B", 3), ("C", "D", 1), ("D", "C", 3)];

    public static Tally Wins(params (string Winner, string Loser, int Games)[] games)
    {
        var tally = new Tally();
        foreach (var (winner, loser, count) in games)
        {
            tally.Add(winner, loser, Preference.Left, count);
        }

        return tally;
    }

    /// <summary>Wins of the row against the column, row on the left, and of the column against the row.</summary>
    private static Tally Games(string[] names, params string[] rows)
    {
        var tally = new Tally();
        for (var row = 0; row < rows.Length; row++)
        {
            var cells = rows[row].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (var column = 0; column < cells.Length; column++)
            {
                if (column != row)
                {
                    var wins = cells[column].Split(':');
                    tally.Add(names[row], names[column], Preference.Left, long.Parse(wins[0]));
                    tally.Add(names[row], names[column], Preference.Right, long.Parse(wins[1]));
                }
            }
        }

        return tally;
    }
}
