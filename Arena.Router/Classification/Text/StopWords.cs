using System.Collections.Frozen;

namespace Arena.Router.Classification.Text;

/// <summary>Words that say nothing about what a query or a tool is about.</summary>
internal static class StopWords
{
    private const string List =
        """
        a an the this that these those it its i me my mine we us our ours you your yours he him his she her hers they them their theirs
        is am are was were be been being do does did doing done have has had having will would shall should can could may might must
        im ive ill id youre youve theyre were thats whats wheres hows lets dont doesnt didnt cant couldnt wont isnt arent
        and or but if then else so because as of at by for with about against between into through during before after to from in out
        off over under again further here there when where why how what which who whom whose all both each few more most other some such
        no nor not only own same than too very just also please kindly hey hi hello thanks thank need want like help let know tell show
        give get using use used based given provided specific specified certain various particular current certain one ones two
        api function tool tools method returns return information info data details detail value values provide provides allow allows
        using via per etc any every however while upon within without there now well really actually currently
        """;

    private static readonly FrozenSet<string> Words =
        List.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word in lower case is one.</summary>
    public static bool Contains(ReadOnlySpan<char> word) => word.Length == 1 || Lookup.Contains(word);
}
