using Arena.Contracts;
using Arena.Contracts.Ratings;
using Arena.Ratings.Ledger;
using Arena.Ratings.Ledger.Schema;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Campaign = Arena.Ratings.Ledger.Campaign;

namespace Arena.Ratings.Campaigns;

/// <summary>
/// Hands out the prompts of a campaign: to each voter each prompt once, those first that were handed out least. One that was not judged is
/// handed to the same voter again. Now and then a pair that the voter has judged comes again, once, to see whether the judgement does too.
/// </summary>
internal sealed class PromptDesk(LedgerContext ledger, CampaignProgress progress, SessionHasher sessions, Random random, TimeProvider time)
{
    /// <summary>Judgements that lie between a pair and its repetition: who still knows what they said does not judge again.</summary>
    private const int BetweenRepeats = 2;

    private const int Attempts = 5;

    /// <summary>A prompt for the voter.</summary>
    /// <exception cref="RpcException">No such campaign, or nothing is left for this voter.</exception>
    public async Task<TakePromptResponse> TakeAsync(TakePromptRequest request, CancellationToken cancellationToken)
    {
        var state = await progress.FindAsync(request.Campaign, cancellationToken)
            ?? throw ArenaProblem.Create(StatusCode.NotFound, ArenaProblem.CampaignNotFound, $"There is no campaign '{request.Campaign}'.");
        if (state.Status is not CampaignStatus.Open)
        {
            throw Over($"The campaign '{request.Campaign}' is over.");
        }

        var voter = await sessions.HashAsync(ledger, request.Session, cancellationToken) ?? throw new InvalidOperationException("A voter of a campaign has a session.");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var taken = await ledger.CampaignAssignments.Where(assignment => assignment.Campaign == request.Campaign && assignment.SessionHash == voter)
                .GroupJoin(ledger.Votes, assignment => assignment.BattleId, vote => vote.BattleId, (assignment, votes) => new { Assignment = assignment, Votes = votes })
                .SelectMany(both => both.Votes.DefaultIfEmpty(), (both, vote) => new Taken(both.Assignment, vote == null ? null : vote.Sequence))
                .AsNoTracking().ToListAsync(cancellationToken);
            // A repetition that was not judged does not come again: one of its models may be gone, and the voter would be held up for good.
            if (taken.Find(one => one is { VotedAs: null, Assignment.RepeatOf: null }) is { } open)
            {
                return await ToResponseAsync(state.Campaign, open.Assignment, cancellationToken);
            }

            var next = await NextAsync(state.Campaign, voter, taken, cancellationToken)
                ?? throw Over($"You have judged all prompts of the campaign '{request.Campaign}'.");
            if (await TryAddAsync(next, cancellationToken))
            {
                return await ToResponseAsync(state.Campaign, next, cancellationToken);
            }
        }

        throw new RpcException(new(StatusCode.Unavailable, $"Other windows of this voter took each prompt first, {Attempts} times."));
    }

    /// <summary>Notes the battle of a prompt; false when nobody took it. A later battle takes the place of one that was not judged.</summary>
    public async Task<bool> BindAsync(BindPromptRequest request, CancellationToken cancellationToken) =>
        Guid.TryParse(request.AssignmentId, out var id)
        && await ledger.CampaignAssignments.Where(assignment => assignment.Id == id && !ledger.Votes.Any(vote => vote.BattleId == assignment.BattleId))
            .ExecuteUpdateAsync(set => set.SetProperty(assignment => assignment.BattleId, request.BattleId), cancellationToken) > 0;

    /// <summary>What the voter is to judge next; null when nothing is left.</summary>
    private async Task<CampaignAssignment?> NextAsync(Campaign campaign, byte[] voter, List<Taken> taken, CancellationToken cancellationToken)
    {
        var repeat = random.NextDouble() < campaign.RepeatRate ? Repeatable(taken) : null;
        var prompt = repeat?.Prompt ?? await LeastTakenAsync(campaign.Name, voter, cancellationToken);
        return prompt is null ? null : new CampaignAssignment
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Campaign = campaign.Name,
            Prompt = prompt.Value,
            SessionHash = voter,
            RepeatOf = repeat?.BattleId,
            TakenAt = Moment.Stored(time.GetUtcNow()),
        };
    }

    /// <summary>False when another window of the same voter was faster.</summary>
    private async Task<bool> TryAddAsync(CampaignAssignment assignment, CancellationToken cancellationToken)
    {
        ledger.ChangeTracker.Clear();
        ledger.CampaignAssignments.Add(assignment);
        try
        {
            await ledger.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException
        {
            ConstraintName: CampaignAssignmentTable.Once or CampaignAssignmentTable.RepeatedOnce,
        })
        {
            return false;
        }
    }

    /// <summary>The oldest judgement that was not repeated and is not fresh; null without one.</summary>
    private static CampaignAssignment? Repeatable(List<Taken> taken)
    {
        var repeated = taken.Select(one => one.Assignment.RepeatOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var judged = taken.Where(one => one is { VotedAs: not null, Assignment.RepeatOf: null }).OrderBy(one => one.VotedAs).ToList();
        return judged.SkipLast(BetweenRepeats).FirstOrDefault(one => !repeated.Contains(one.Assignment.BattleId!))?.Assignment;
    }

    private async Task<int?> LeastTakenAsync(string campaign, byte[] voter, CancellationToken cancellationToken)
    {
        var free = await ledger.Set<CampaignPrompt>()
            .Where(prompt => prompt.Campaign == campaign
                && !ledger.CampaignAssignments.Any(one => one.Campaign == campaign && one.SessionHash == voter && one.Prompt == prompt.Position))
            .Select(prompt => new { prompt.Position, Taken = ledger.CampaignAssignments.Count(one => one.Campaign == campaign && one.Prompt == prompt.Position && one.RepeatOf == null) })
            .ToListAsync(cancellationToken);
        if (free.Count == 0)
        {
            return null;
        }

        var least = free.Min(prompt => prompt.Taken);
        var choice = free.Where(prompt => prompt.Taken == least).ToList();
        return choice[random.Next(choice.Count)].Position;
    }

    private async Task<TakePromptResponse> ToResponseAsync(Campaign campaign, CampaignAssignment assignment, CancellationToken cancellationToken)
    {
        var text = await ledger.Set<CampaignPrompt>().Where(prompt => prompt.Campaign == campaign.Name && prompt.Position == assignment.Prompt)
            .Select(prompt => prompt.Text).SingleAsync(cancellationToken);
        var models = assignment.RepeatOf is { } repeated
            ? await ledger.Battles.Where(battle => battle.Id == repeated).Select(battle => new[] { battle.LeftModelId, battle.RightModelId }).SingleAsync(cancellationToken)
            : campaign.Models;
        return new() { AssignmentId = assignment.Id.ToString("N"), Prompt = text, Models = { models } };
    }

    private static RpcException Over(string detail) => ArenaProblem.Create(StatusCode.FailedPrecondition, ArenaProblem.CampaignOver, detail);

    /// <summary>What the voter was handed.</summary>
    /// <param name="VotedAs">The number of the vote; null as long as there is none.</param>
    private sealed record Taken(CampaignAssignment Assignment, long? VotedAs);
}
