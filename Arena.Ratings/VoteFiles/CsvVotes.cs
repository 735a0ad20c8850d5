using System.Text;

namespace Arena.Ratings.VoteFiles;

/// <summary>
/// Votes as CSV, in any order of columns, other columns ignored:
/// <code>
/// id,model_a,model_b,winner
/// 911cb365,model-x,model-y,tie (bothbad)
/// </code>
/// </summary>
internal static class CsvVotes
{
    public static void Read(VoteFile file, VoteQuery query, VoteSet votes)
    {
        var table = CsvTable.Open(file);
        var (id, left, right, winner) = (table.Required("id"), table.Required("model_a"), table.Required("model_b"), table.Required("winner"));
        var conditions = query.Where.ToArray();
        var columns = Array.ConvertAll(conditions, condition => table.Find(condition.Column) is >= 0 and var column
            ? column
            : throw VoteFileException.In(file.Path, $"there is no column '{condition.Column}', neither here nor in the tags."));

        while (table.TryRead())
        {
            var place = new VotePlace(file.Path, file.Records.Line);
            var preference = Winners.Parse(table[winner])
                ?? throw place.Problem($"the winner is '{Encoding.UTF8.GetString(table[winner])}'; known are {Winners.Known}.");
            if (Hold(table, conditions, columns))
            {
                votes.Add(place, table[id], table[left], table[right], preference);
            }
        }
    }

    private static bool Hold(CsvTable table, Condition[] conditions, int[] columns)
    {
        for (var k = 0; k < conditions.Length; k++)
        {
            if (!conditions[k].Holds(table[columns[k]]))
            {
                return false;
            }
        }

        return true;
    }
}
