using System.Text;
using Arena.Ratings.Engine;

namespace Arena.Ratings.VoteFiles;

/// <summary>What was read: the votes that passed every filter, and how many did not, by reason.</summary>
internal sealed class VoteSet(VoteQuery query)
{
    private readonly Utf8Names _models = new();
    private readonly HashSet<ulong> _ids = [];
    private readonly Dictionary<string, long> _notes = new(StringComparer.Ordinal);

    public Tally Tally { get; } = new();

    /// <summary>Every vote in order, when the query asks for it.</summary>
    public VoteLog Log { get; } = new();

    /// <summary>Rows that carry a vote, whether it passed or not.</summary>
    public long Rows { get; private set; }

    /// <summary>What was left out or looks odd: a sentence each, with its count.</summary>
    public IEnumerable<string> Notes => _notes.Select(note => $"{note.Value:N0} {note.Key}");

    public void Note(string what) => _notes[what] = _notes.GetValueOrDefault(what) + 1;

    /// <summary>Adds one vote, if the tags and the self-pair rule let it pass.</summary>
    /// <param name="id">Empty when the row has none.</param>
    /// <exception cref="VoteFileException">A name is empty, the winner unknown, or a model met itself.</exception>
    public void Add(VotePlace place, ReadOnlySpan<byte> id, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Preference preference)
    {
        Rows++;
        if (query.Tags is { } tags && tags.Holds(id) is not true)
        {
            if (tags.Holds(id) is null)
            {
                Note("votes have an id that is not in the tags; they were left out.");
            }

            return;
        }

        if (left.IsEmpty || right.IsEmpty)
        {
            throw place.Problem("a model has no name.");
        }

        if (!id.IsEmpty && !_ids.Add(Utf8Names.Hash(id)))
        {
            Note(query.Distinct ? "votes repeat an id; they were left out." : "votes repeat an id and count again; --distinct counts each id once.");
            if (query.Distinct)
            {
                return;
            }
        }

        if (left.SequenceEqual(right))
        {
            if (!query.RejectSelfPairs)
            {
                throw place.Problem($"the model '{Encoding.UTF8.GetString(left)}' is on both sides; --reject-self-pairs leaves such votes out.");
            }

            Tally.RejectSelfPair();
            Note("votes had the same model on both sides; they were left out.");
            return;
        }

        var (one, other) = (Model(left), Model(right));
        Tally.Add(one, other, preference);
        if (query.KeepOrder)
        {
            Log.Add(one, other, preference);
        }
    }

    private int Model(ReadOnlySpan<byte> name)
    {
        var index = _models.IndexOf(name);
        return index < Tally.Models.Count ? index : Tally.IndexOf(_models.Text(index));
    }
}

/// <summary>Where a vote stands.</summary>
internal readonly record struct VotePlace(string File, long Line)
{
    public VoteFileException Problem(string problem) => VoteFileException.At(File, Line, problem);
}

/// <summary>Which votes are read.</summary>
internal sealed record VoteQuery
{
    public TagFile? Tags { get; init; }

    /// <summary>Conditions on the votes' own columns.</summary>
    public IReadOnlyList<Condition> Where { get; init; } = [];

    public bool RejectSelfPairs { get; init; }

    /// <summary>Counts an id once.</summary>
    public bool Distinct { get; init; }

    /// <summary>Keeps the order of votes, which Elo needs.</summary>
    public bool KeepOrder { get; init; }
}
