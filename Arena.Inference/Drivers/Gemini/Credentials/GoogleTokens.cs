using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Arena.Inference.Configuration;
using Arena.Inference.Faults;
using Arena.Inference.Nodes;
using Arena.Inference.Telemetry;
using Microsoft.Extensions.Options;

namespace Arena.Inference.Drivers.Gemini.Credentials;

/// <summary>
/// Tokens of Google accounts: fetched by one caller at a time, kept until shortly before they end, and thrown away once when a node
/// refuses one. Nodes with the same credentials share a token.
/// </summary>
internal sealed class GoogleTokens(
    IHttpClientFactory clients, IConfiguration variables, IOptions<InferenceOptions> options, TimeProvider time) : IUpstreamKey, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Token> _tokens = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _fetching = new(1);

    public string Driver => GenAi.Providers.Vertex;

    public async ValueTask ApplyAsync(HttpRequestMessage request, Node node, CancellationToken cancellationToken)
    {
        var token = await GetAsync(node, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        if (token.QuotaProject is { Length: > 0 } project)
        {
            request.Headers.Add("x-goog-user-project", project);
        }
    }

    /// <summary>A token may be withdrawn before its time; one that is fresh and refused all the same is a fault of the configuration.</summary>
    public bool Renew(Node node) => _tokens.TryRemove(KeyOf(node), out _);

    /// <summary>A token that lasts for a while.</summary>
    /// <exception cref="UpstreamFaultException">There is none: no credentials, a refusal, or nobody answers.</exception>
    public async Task<Token> GetAsync(Node node, CancellationToken cancellationToken)
    {
        if (Kept(node) is { } kept)
        {
            return kept;
        }

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            return Kept(node) ?? (_tokens[KeyOf(node)] = await FetchAsync(node, cancellationToken));
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose() => _fetching.Dispose();

    private static string KeyOf(Node node) => node.Google?.CredentialsFile ?? "";

    private Token? Kept(Node node) => _tokens.TryGetValue(KeyOf(node), out var token) && time.GetUtcNow() < token.Until ? token : null;

    private async Task<Token> FetchAsync(Node node, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeouts.FirstToken, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var credentials = DefaultCredentials.Find(node.Google?.CredentialsFile, variables)
                ?? throw new InvalidDataException(Variables.NotSet(DefaultCredentials.FileVariable));
            using var request = credentials.TokenRequest(time.GetUtcNow());
            using var response = await clients.CreateClient(UpstreamHttp.ProbeClient).SendAsync(request, either.Token);
            return response.StatusCode is HttpStatusCode.OK
                ? Read(await response.Content.ReadFromJsonAsync(CredentialsJson.Default.TokenAnswer, either.Token), credentials)
                : throw await RefusalAsync(response, either.Token);
        }
        catch (InvalidDataException exception)
        {
            throw new UpstreamFaultException(FaultCause.Unauthorized, exception.Message, exception);
        }
        catch (JsonException exception)
        {
            throw new UpstreamFaultException(FaultCause.NotTheProtocol, "Google's token is not what it should be.", exception);
        }
        catch (Exception exception) when (exception.IsTransportFault()
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UpstreamFaultException(FaultCause.Unreachable, $"Google's tokens: {TransportFault.Describe(exception)}", exception);
        }
    }

    private Token Read(TokenAnswer? answer, GoogleCredentials credentials)
    {
        if (answer is not { AccessToken: { Length: > 0 } value, ExpiresIn: > 0 and < 1e6 and var seconds })
        {
            throw new InvalidDataException("Google's answer has no token.");
        }

        // The metadata server gives what it has, which may end soon: then half of the rest has to do.
        var lasts = TimeSpan.FromSeconds(seconds);
        return new(value, time.GetUtcNow() + (lasts > 2 * Margin ? lasts - Margin : lasts / 2), credentials.QuotaProject);
    }

    /// <summary><c>{"error":"invalid_grant","error_description":"Token has been expired or revoked."}</c></summary>
    private static async Task<UpstreamFaultException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var why = "";
        try
        {
            var refusal = await response.Content.ReadFromJsonAsync(CredentialsJson.Default.TokenRefusal, cancellationToken);
            why = refusal?.Error is { ValueKind: JsonValueKind.String } error ? $" ({error.GetString()}{(refusal.ErrorDescription is { } more ? $": {more}" : "")})" : "";
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // The status alone has to do.
        }

        return new(status >= 500 ? FaultCause.ServerError : FaultCause.Unauthorized, $"Google gives no token: HTTP {status}{why}.");
    }

    /// <summary>A token and what goes with it.</summary>
    internal sealed record Token(string Value, DateTimeOffset Until, string? QuotaProject)
    {
        /// <summary>Nothing: a token is a secret.</summary>
        public override string ToString() => "";
    }
}
