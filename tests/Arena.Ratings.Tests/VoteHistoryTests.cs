using System.Collections.Immutable;
using Arena.Contracts.Ratings;
using Arena.Ratings.Tests.Hosting;
using Arena.Testing;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Microsoft.FSharp.Core;

namespace Arena.Ratings.Tests;

/// <summary>
/// However battles are recorded and voted on, in whatever order, twice or at once, over two replicas: what comes out is what one vote per
/// battle allows. The seed is fixed; FsCheck prints it, and the shortest history it finds, when one fails.
/// </summary>
public class VoteHistoryTests(RatingsFixture fixture) : IClassFixture<RatingsFixture>
{
    private const int Histories = 25;
    private const int Battles = 3;
    private const ulong Seed = 20261121;

    private static readonly Gen<PlannedCall> Call =
        from records in Gen.Frequency((2, Gen.Constant(true)), (3, Gen.Constant(false)))
        from battle in Gen.Choose(0, Battles - 1)
        from preference in Gen.Elements(Preference.Left, Preference.Right, Preference.Tie, Preference.BothBad)
        from replica in Gen.Choose(0, 1)
        select new PlannedCall(records, battle, preference, replica);

    private static readonly Gen<PlannedCall[][]> History =
        from rounds in Gen.Choose(3, 7)
        from history in Gen.ArrayOf(from calls in Gen.Choose(1, 4) from round in Gen.ArrayOf(Call, calls) select round, rounds)
        select history;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_history_of_calls_makes_a_second_vote()
    {
        RatingsHost[] replicas = [fixture.Host, await fixture.StartReplicaAsync()];
        var voted = 0;
        var property = FsCheck.FSharp.Prop.ForAll(
            Arb.From(History), FuncConvert.FromFunc<PlannedCall[][], Task>(async rounds => voted += await PlayAsync(replicas, rounds)));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithReplay(FSharpOption<Replay>.Some(new(new(Seed, 1), FSharpOption<int>.None))), property);

        Assert.True(voted > Histories, $"{voted} votes show nothing.");
        Assert.Equal(voted, await fixture.CountAsync("votes"));
    }

    /// <summary>How many battles were voted on.</summary>
    private static async Task<int> PlayAsync(RatingsHost[] replicas, PlannedCall[][] rounds)
    {
        RecordBattleRequest[] battles = [.. Enumerable.Range(0, Battles).Select(i => SampleBattle.Of($"history-{i}", $"history-{i + 1}"))];
        var ledger = ImmutableDictionary<int, VoteResult?>.Empty;
        foreach (var round in rounds)
        {
            var made = await Task.WhenAll(round.Select(call => Task.Run(() => MakeAsync(replicas[call.Replica].Ratings, battles[call.Battle], call), Token)));
            ledger = Linearizability.Explain(ledger, made, After)
                ?? throw new InvalidOperationException($"Not allowed, in no order:\n{string.Join('\n', made.AsEnumerable())}\nBefore: {string.Join('\n', ledger)}");
        }

        return ledger.Values.Count(vote => vote is not null);
    }

    private static async Task<MadeCall> MakeAsync(Arena.Contracts.Ratings.Ratings.RatingsClient ratings, RecordBattleRequest battle, PlannedCall call)
    {
        try
        {
            return call.Records
                ? new(call, Created: (await ratings.RecordBattleAsync(battle, cancellationToken: Token)).Created)
                : new(call, Vote: await ratings.SubmitVoteAsync(
                    new() { BattleId = battle.BattleId, Preference = call.Preference, Session = $"voter {call.Replica}" }, cancellationToken: Token));
        }
        catch (RpcException exception)
        {
            return new(call, Status: exception.StatusCode);
        }
    }

    /// <summary>Battles that were recorded, with their one vote once there is one.</summary>
    private static ImmutableDictionary<int, VoteResult?>? After(ImmutableDictionary<int, VoteResult?> ledger, MadeCall made)
    {
        var (call, battle) = (made.Call, made.Call.Battle);
        var isRecorded = ledger.TryGetValue(battle, out var vote);
        if (call.Records)
        {
            return made.Created == !isRecorded ? ledger.SetItem(battle, vote) : null;
        }

        return (isRecorded, vote) switch
        {
            (false, _) => made.Status is StatusCode.NotFound ? ledger : null,
            (_, null) => made.Vote is { Duplicate: false } first && first.Preference == call.Preference ? ledger.SetItem(battle, first) : null,
            _ when vote.Preference != call.Preference => made.Status is StatusCode.AlreadyExists ? ledger : null,
            _ => new VoteResult(vote) { Duplicate = true }.WithoutPlaces().Equals(made.Vote?.WithoutPlaces()) ? ledger : null,
        };
    }

    /// <summary>A call to make.</summary>
    /// <param name="Records">It records the battle; else it votes.</param>
    public sealed record PlannedCall(bool Records, int Battle, Preference Preference, int Replica);

    private sealed record MadeCall(PlannedCall Call, bool? Created = null, VoteResult? Vote = null, StatusCode Status = StatusCode.OK);
}
