using System.Security.Cryptography;
using System.Text.Json;
using Arena.Ratings.Board.Snapshots;
using Arena.Ratings.Evidence;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Chain;

namespace Arena.Ratings.Board.Votes;

/// <summary>
/// Every sealed vote, in the order of the chain, in memory: about 250 bytes each. Only <see cref="BoardWorker"/> touches it, under its lock.
/// </summary>
internal sealed class VoteStore
{
    private readonly List<SealedVote> _votes = [];
    private readonly List<VoteFlags> _flags = [];
    private readonly VoteFlagger _flagger = new();
    private readonly Dictionary<int, double> _elo = [];

    public NameTable<string> Models { get; } = new(StringComparer.Ordinal);

    public NameTable<string> Categories { get; } = new(StringComparer.Ordinal);

    public NameTable<string> Languages { get; } = new(StringComparer.Ordinal);

    public NameTable<string> Voters { get; } = new(StringComparer.Ordinal);

    public NameTable<string> Prompts { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<SealedVote> Votes => _votes;

    /// <summary>Of the vote with the same index.</summary>
    public IReadOnlyList<VoteFlags> Flags => _flags;

    /// <summary>Grows when flags of votes change that were there before: what was counted by them must be counted anew.</summary>
    public int FlagsVersion { get; private set; }

    /// <summary>How far the chain was read.</summary>
    public long Position { get; private set; }

    /// <summary>The chain's hash there: the hash of the data that every board of this store rests on.</summary>
    public byte[] Hash { get; private set; } = ChainHash.Genesis;

    /// <summary>How models are shown that were voted on, by id.</summary>
    public IReadOnlyDictionary<string, ModelName> ModelNames { get; private set; } = new Dictionary<string, ModelName>(StringComparer.Ordinal);

    /// <summary>The last Elo of each model that was rated, by number.</summary>
    public IReadOnlyDictionary<int, double> Elo => _elo;

    /// <summary>Grows when a model comes to another family.</summary>
    public int FamiliesVersion { get; private set; }

    /// <summary>The hash of all names: replicas that show the same have the same.</summary>
    public string NamesHash { get; private set; } = "";

    /// <summary>
    /// Takes the names of models, once all that is sealed was read; false when they are as before. A model without a vote is left out: that one has
    /// come to the ledger would tell who is in a battle that is not voted on yet.
    /// </summary>
    public bool Name(IEnumerable<ModelRating> models)
    {
        var names = models.Where(model => Models.Find(model.ModelId) is not null)
            .ToDictionary(model => model.ModelId, model => new ModelName(model.DisplayName, model.Simulated, model.Family), StringComparer.Ordinal);
        if (names.Count == ModelNames.Count && names.All(name => ModelNames.GetValueOrDefault(name.Key) == name.Value))
        {
            return false;
        }

        FamiliesVersion += names.Any(name => ModelNames.GetValueOrDefault(name.Key)?.Family != name.Value.Family) ? 1 : 0;
        ModelNames = names;
        NamesHash = HashOf(names);
        return true;
    }

    /// <summary>Who is compared where a model took part.</summary>
    public string NameOf(int model, BoardSubject by) =>
        by is BoardSubject.Family && ModelNames.GetValueOrDefault(Models.Names[model]) is { Family: { Length: > 0 } family } ? family : Models.Names[model];

    private static string HashOf(Dictionary<string, ModelName> names) => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(names.OrderBy(name => name.Key, StringComparer.Ordinal).Select(name => new { name.Key, name.Value }))));

    /// <summary>Takes a piece of the chain.</summary>
    public void Add(IReadOnlyList<SealedVote> votes, long position, byte[] hash)
    {
        foreach (var vote in votes)
        {
            (_elo[vote.Left], _elo[vote.Right]) = (vote.LeftElo, vote.RightElo);
        }

        _votes.AddRange(votes);
        (Position, Hash) = (position, hash);
    }

    /// <summary>Flags what was added. Call once, when all of it is there.</summary>
    public void Flag()
    {
        var before = _flags.Count;
        _flags.AddRange(_votes.Skip(before).Select(vote => vote.Recorded));
        if (_flagger.Flag(_votes, _flags, before))
        {
            FlagsVersion++;
        }
    }
}

/// <summary>How a model is shown.</summary>
/// <param name="Family">Empty when nobody said.</param>
internal sealed record ModelName(string DisplayName, bool Simulated, string Family);
