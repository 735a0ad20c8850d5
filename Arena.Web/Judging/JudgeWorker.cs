using System.Text;
using Arena.Contracts.Inference;
using Arena.Contracts.Ratings;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Web.Judging;

/// <summary>
/// Has a model score answers that people have voted on. Its scores are kept apart from those of people (scorer <c>judge:MODEL</c>). Several
/// processes may judge the same answer; the ledger keeps the first.
/// </summary>
internal sealed partial class JudgeWorker(
    Ratings.RatingsClient ratings, Inference.InferenceClient inference, IOptions<JudgeOptions> options, TimeProvider time, ILogger<JudgeWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Model is not { Length: > 0 } judge)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            try
            {
                await JudgeAsync(judge, stoppingToken);
            }
            catch (RpcException exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotJudged(exception, judge);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task JudgeAsync(string judge, CancellationToken cancellationToken)
    {
        var rubrics = await ratings.GetRubricsAsync(new(), cancellationToken: cancellationToken);
        var rubric = rubrics.Rubrics.FirstOrDefault(rubric => string.IsNullOrEmpty(options.Value.Rubric) || rubric.Id == options.Value.Rubric);
        if (rubric is null)
        {
            LogNoRubric(options.Value.Rubric ?? "");
            return;
        }

        var found = await ratings.ListUnjudgedAsync(
            new() { Rubric = rubric.Id, Judge = judge, Limit = options.Value.Batch, Attempts = options.Value.Attempts }, cancellationToken: cancellationToken);
        foreach (var answer in found.Answers)
        {
            await JudgeAsync(judge, rubric, answer, cancellationToken);
        }
    }

    private async Task JudgeAsync(string judge, Rubric rubric, UnjudgedAnswer answer, CancellationToken cancellationToken)
    {
        if (await AskAsync(judge, rubric, answer, cancellationToken) is not { } text)
        {
            return; // a slow or broken node says nothing of the answer: it comes again
        }

        if (JudgePrompt.Parse(text, rubric) is not { } scores)
        {
            var failed = new RecordFailedJudgementRequest { BattleId = answer.BattleId, Side = answer.Side, Rubric = rubric.Id, Judge = judge };
            var attempts = (await ratings.RecordFailedJudgementAsync(failed, cancellationToken: cancellationToken)).Attempts;
            LogUnusable(judge, answer.BattleId, answer.Side, attempts, options.Value.Attempts);
            return;
        }

        var request = new GiveScoresRequest
        {
            Id = $"{answer.BattleId}:{answer.Side}:{rubric.Id}:{judge}",
            BattleId = answer.BattleId,
            Side = answer.Side,
            Rubric = rubric.Id,
            Scorer = $"judge:{judge}",
        };
        foreach (var (dimension, score) in scores)
        {
            request.Scores[dimension] = score;
        }

        await ratings.GiveScoresAsync(request, cancellationToken: cancellationToken);
    }

    /// <summary>What the judge says; empty where it cannot take this question, null where it did not come to an answer this time.</summary>
    /// <exception cref="RpcException">It is away: asking for other answers would be no use.</exception>
    private async Task<string?> AskAsync(string judge, Rubric rubric, UnjudgedAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            return await GenerateAsync(judge, rubric, answer, cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.DeadlineExceeded)
        {
            LogNoAnswer(judge, answer.BattleId, answer.Side, exception.Status.Detail);
            return null;
        }
    }

    private async Task<string?> GenerateAsync(string judge, Rubric rubric, UnjudgedAnswer answer, CancellationToken cancellationToken)
    {
        using var call = inference.Generate(
            new()
            {
                ModelId = judge,
                Messages =
                {
                    new ChatMessage { Role = Role.System, Content = JudgePrompt.System(rubric) },
                    new ChatMessage { Role = Role.User, Content = JudgePrompt.User(answer.Turns) },
                },
                Settings = new() { Temperature = 0, MaxTokens = options.Value.MaxTokens },
            },
            deadline: time.GetUtcNow().UtcDateTime + options.Value.Timeout,
            cancellationToken: cancellationToken);
        var text = new StringBuilder();
        await foreach (var part in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            text.Append(part.EventCase is GenerateEvent.EventOneofCase.Text ? part.Text : "");
            switch (part.EventCase)
            {
                case GenerateEvent.EventOneofCase.Completed:
                    return text.ToString();
                case GenerateEvent.EventOneofCase.Failed when part.Failed.Cause is "context_overflow" or "rejected":
                    return "";
                case GenerateEvent.EventOneofCase.Failed when part.Failed.Kind is FailureKind.Timeout or FailureKind.BrokenStream:
                    LogNoAnswer(judge, answer.BattleId, answer.Side, part.Failed.Detail);
                    return null;
                case GenerateEvent.EventOneofCase.Failed:
                    throw new RpcException(new(StatusCode.Unavailable, part.Failed.Detail));
            }
        }

        return null;
    }

    [LoggerMessage(EventId = 4311, EventName = "NotJudged", Level = LogLevel.Warning, Message = "{Judge} judges nothing now; it goes on later.")]
    private partial void LogNotJudged(Exception exception, string judge);

    [LoggerMessage(EventId = 4312, EventName = "JudgementUnusable", Level = LogLevel.Warning,
        Message = "{Judge} gave no scores for battle {BattleId}, {Side}: {Attempt} of {Attempts} attempts.")]
    private partial void LogUnusable(string judge, string battleId, string side, int attempt, int attempts);

    [LoggerMessage(EventId = 4313, EventName = "NoSuchRubric", Level = LogLevel.Error, Message = "Judge:Rubric is '{Rubric}', which is not configured: nothing is judged.")]
    private partial void LogNoRubric(string rubric);

    [LoggerMessage(EventId = 4314, EventName = "JudgeDidNotAnswer", Level = LogLevel.Warning, Message = "{Judge} came to no answer for battle {BattleId}, {Side}: {Reason}")]
    private partial void LogNoAnswer(string judge, string battleId, string side, string reason);
}
