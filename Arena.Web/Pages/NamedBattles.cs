using System.Diagnostics;
using System.Text;
using Arena.Contracts.Router;
using Arena.Web.Battles;
using Arena.Web.Battles.Api;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Arena.Web.Pages;

/// <summary>Battles between two models that somebody chose on a page.</summary>
internal sealed class NamedBattles(Router.RouterClient router, IOptions<BattleOptions> options, TimeProvider time, ILogger<NamedBattles> logger)
{
    /// <summary>The battle, or why there is none, for people.</summary>
    public async Task<(string? BattleId, string? Problem)> StartAsync(HttpContext http, string prompt, string left, string right)
    {
        if (Check(prompt, left, right) is { } refused)
        {
            return (null, refused);
        }

        try
        {
            using var activity = BattleTracing.Source.StartActivity("battle");
            var battle = await router.StartBattleAsync(
                new() { Message = prompt, Models = { left, right }, Session = VoterSession.ReadOrCreate(http), TraceParent = Activity.Current?.Id ?? "" },
                deadline: time.GetUtcNow().UtcDateTime + BattleFinder.Patience,
                cancellationToken: http.RequestAborted);
            return (battle.BattleId, null);
        }
        catch (RpcException exception) when (Problems.Of(exception, Problems.SessionsUnavailable) is { } problem)
        {
            logger.CallFailed(exception);
            return (null, $"{problem.Title}. {problem.Detail}");
        }
    }

    private string? Check(string prompt, string left, string right) =>
        string.IsNullOrWhiteSpace(prompt) ? Problems.MessageEmpty.Detail
        : Encoding.UTF8.GetByteCount(prompt) > options.Value.MaxMessageBytes ? Problems.MessageTooLong.Detail
        : prompt.Contains('\0', StringComparison.Ordinal) ? "The prompt has a character that no text may have."
        : left.Length == 0 || right.Length == 0 || left == right ? "Choose two different models."
        : null;
}
