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
    private const int MostAsked = 100;

    private readonly Dictionary<(string BattleId, string Side), int> _failures = [];

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

        var givenUp = _failures.Count(failure => failure.Value >= options.Value.Attempts);
        var found = await ratings.ListUnjudgedAsync(
            new() { Rubric = rubric.Id, Judge = judge, Limit = Math.Min(MostAsked, options.Value.Batch + givenUp) }, cancellationToken: cancellationToken);
        foreach (var answer in found.Answers.Where(answer => _failures.GetValueOrDefault((answer.BattleId, answer.Side)) < options.Value.Attempts))
        {
            await JudgeAsync(judge, rubric, answer, cancellationToken);
        }
    }

    private async Task JudgeAsync(string judge, Rubric rubric, UnjudgedAnswer answer, CancellationToken cancellationToken)
    {
        var text = await AskAsync(judge, rubric, answer, cancellationToken);
        if (text is null || JudgePrompt.Parse(text, rubric) is not { } scores)
        {
            _failures[(answer.BattleId, answer.Side)] = _failures.GetValueOrDefault((answer.BattleId, answer.Side)) + 1;
            LogUnusable(judge, answer.BattleId, answer.Side);
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

    /// <summary>Null when the judge gave no whole answer.</summary>
    private async Task<string?> AskAsync(string judge, Rubric rubric, UnjudgedAnswer answer, CancellationToken cancellationToken)
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
            if (part.EventCase is GenerateEvent.EventOneofCase.Completed)
            {
                return text.ToString();
            }
        }

        return null;
    }

    [LoggerMessage(EventId = 4311, EventName = "NotJudged", Level = LogLevel.Warning, Message = "{Judge} judges nothing now; it goes on later.")]
    private partial void LogNotJudged(Exception exception, string judge);

    [LoggerMessage(EventId = 4312, EventName = "JudgementUnusable", Level = LogLevel.Warning, Message = "{Judge} gave no scores for battle {BattleId}, {Side}.")]
    private partial void LogUnusable(string judge, string battleId, string side);

    [LoggerMessage(EventId = 4313, EventName = "NoSuchRubric", Level = LogLevel.Error, Message = "Judge:Rubric is '{Rubric}', which is not configured: nothing is judged.")]
    private partial void LogNoRubric(string rubric);
}
