using System.Text;
using Arena.Contracts;
using Arena.Contracts.Router;
using Grpc.Core;

namespace Arena.Router.Battles;

/// <summary>What a request to start a battle must be.</summary>
internal static class BattleRules
{
    /// <summary>Lets a good request pass.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT, with the name of the problem.</exception>
    public static void ThrowIfBroken(StartBattleRequest request, BattleOptions options)
    {
        ThrowIfBrokenMessage(request.Message, options);
        if (request.ViewIndex < 0 || request.ViewIndex >= options.TotalViews)
        {
            throw Invalid(
                ArenaProblem.InvalidViewIndex, $"view_index is {request.ViewIndex}; it goes from 0 to {options.TotalViews - 1}.");
        }

        if (request.Models.Count is not (0 or 2) || (request.Models.Count == 2 && request.Models[0] == request.Models[1]))
        {
            throw Invalid(ArenaProblem.InvalidRequest, "models names two different models, or none.");
        }

        if (request.Eligibility is { ContextTokens: < 0 } eligibility)
        {
            throw Invalid(ArenaProblem.InvalidRequest, $"eligibility.context_tokens is {eligibility.ContextTokens}; it is not negative.");
        }

        ThrowIfBroken(request.IdempotencyKey, options);
        if (request.Session.Length > options.MaxSessionLength)
        {
            throw Invalid(
                ArenaProblem.InvalidRequest, $"The session has {request.Session.Length} characters; at most {options.MaxSessionLength} are taken.");
        }
    }

    /// <summary>Lets a good message pass.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT, with the name of the problem.</exception>
    public static void ThrowIfBrokenMessage(string message, BattleOptions options)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            throw Invalid(ArenaProblem.MessageEmpty, "The message is blank.");
        }

        var bytes = Encoding.UTF8.GetByteCount(message);
        if (bytes > options.MaxMessageBytes)
        {
            throw Invalid(ArenaProblem.MessageTooLong, $"The message has {bytes} bytes; at most {options.MaxMessageBytes} are taken.");
        }
    }

    /// <summary>Lets a good idempotency key pass.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: it is too long.</exception>
    public static void ThrowIfBroken(string idempotencyKey, BattleOptions options)
    {
        if (idempotencyKey.Length > options.MaxSessionLength)
        {
            throw Invalid(
                ArenaProblem.InvalidRequest, $"The idempotency key has {idempotencyKey.Length} characters; at most {options.MaxSessionLength} are taken.");
        }
    }

    private static RpcException Invalid(string problem, string detail) => ArenaProblem.Create(StatusCode.InvalidArgument, problem, detail);
}
