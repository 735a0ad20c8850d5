using Arena.Ratings.Engine;

namespace Arena.Router.Pairing;

/// <summary>What is known of the votes so far; before the first look nothing, and every pair is worth the same.</summary>
internal sealed class PairEvidence
{
    private volatile VoteValue _value = VoteValue.After(new());

    public VoteValue Value => _value;

    /// <summary>Takes what the ledger counted.</summary>
    /// <exception cref="FitException">The votes allow no fit; what was known stays.</exception>
    public void Replace(Tally votes) => _value = VoteValue.After(votes);
}
