using Arena.Contracts;
using Arena.Contracts.Router;
using Arena.Router.Battles;
using Arena.Router.Models;
using Arena.Router.Sessions;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Router.Pairing;

/// <summary>Which two models meet: those that the voter chose, or a pair drawn among those that may.</summary>
internal sealed class PairChooser(
    ModelPool pool, PairPolicies policies, IBattleStore store, Random random, IOptionsMonitor<BattleOptions> options)
{
    /// <summary>The policy of battles whose models the voter chose.</summary>
    public const string Named = "named";

    /// <summary>The models that the voter chose, the first on the left.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION: one of them cannot answer this now.</exception>
    public async Task<Seating> NameAsync(string left, string right, Battle battle, CancellationToken cancellationToken)
    {
        var eligible = await EligibleAsync(battle, cancellationToken);
        foreach (var id in (string[])[left, right])
        {
            if (!eligible.Any(model => !model.IsBlindOnly && string.Equals(model.Id, id, StringComparison.Ordinal)))
            {
                throw ArenaProblem.Create(
                    StatusCode.FailedPrecondition, ArenaProblem.ModelUnavailable, $"Model '{id}' is unknown, cannot be chosen, cannot do what is asked, or cannot answer now.");
            }
        }

        return new(left, right, Coin: null, Named, 1);
    }

    /// <summary>Draws a pair that the prompt has not had, and if possible the session neither, and throws the coin for its seats.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION: no two models may meet now.</exception>
    public async Task<Seating> DrawAsync(Battle battle, CancellationToken cancellationToken)
    {
        var eligible = await EligibleAsync(battle, cancellationToken);
        var pairs = ModelPair.Among(eligible);
        if (pairs.Count == 0)
        {
            throw ArenaProblem.Create(
                StatusCode.FailedPrecondition,
                ArenaProblem.NotEnoughModels,
                $"A battle needs two different models that can answer this now; there are {eligible.Count}, and no two of them may meet.");
        }

        var draw = await DrawNewAsync(battle, pairs, cancellationToken);
        return new(draw.Pair.First, draw.Pair.Second, Coin: random.Next(2) == 0, options.CurrentValue.PairPolicy, draw.Probability);
    }

    private async Task<IReadOnlyList<PoolModel>> EligibleAsync(Battle battle, CancellationToken cancellationToken) => EligibleModels.Among(
        await pool.GetAsync(cancellationToken), battle.Message, battle.Eligibility ?? new(), options.CurrentValue.AnswerTokens);

    /// <summary>Two views that are drawn at once may want the same pair: it is reserved, and who comes second draws again.</summary>
    private async Task<PairDraw> DrawNewAsync(Battle battle, IReadOnlyList<ModelPair> pairs, CancellationToken cancellationToken)
    {
        var inSession = await store.FindSessionPairsAsync(battle.Session, cancellationToken);
        while (true)
        {
            var inPrompt = await store.FindPairsAsync(battle.PromptId, cancellationToken);
            var unseen = pairs.Where(pair => !inPrompt.Contains(pair)).ToArray();
            var fresh = unseen.Where(pair => !inSession.Contains(pair)).ToArray();
            var candidates = fresh.Length > 0 ? fresh : unseen.Length > 0 ? unseen : pairs;
            var draw = Draw(candidates);
            if (await store.ReservePairAsync(battle.PromptId, draw.Pair, cancellationToken) || unseen.Length == 0)
            {
                return draw;
            }
        }
    }

    private PairDraw Draw(IReadOnlyList<ModelPair> pairs)
    {
        var settings = options.CurrentValue;
        return PairLottery.Draw(pairs, policies[settings.PairPolicy].Weigh(pairs), settings.UniformShare, random);
    }
}

/// <summary>Who meets, and who sits where.</summary>
/// <param name="Coin">Whether the first is to sit on the left, where its turn is not decided; null: the voter said who sits where.</param>
/// <param name="Policy">By which the pair came to be.</param>
/// <param name="Probability">With which the unordered pair was drawn, in (0, 1]; 1 when it was chosen.</param>
internal sealed record Seating(string First, string Second, bool? Coin, string Policy, double Probability);
