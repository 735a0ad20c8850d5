using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Arena.Inference.Tests.Fakes;

/// <summary>A node on a real socket that behaves as its script says. Chat calls take the behaviours in turn; the last one stays.</summary>
internal abstract class FakeNode : IAsyncDisposable
{
    private readonly ConcurrentQueue<Behaviour> _behaviours = new();
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _probed = new(0);
    private WebApplication? _app;
    private Behaviour _current = new(Steps: []);
    private int _port;

    protected FakeNode(params string[] models) => Models = [.. models];

    public abstract string Driver { get; }

    public List<string> Models { get; set; }

    /// <summary>Marks the models as the simulator does.</summary>
    public bool Simulated { get; init; }

    public int HealthStatus { get; set; } = StatusCodes.Status200OK;

    public int ListStatus { get; set; } = StatusCodes.Status200OK;

    public Uri Url => new($"http://127.0.0.1:{_port}");

    /// <summary>The bodies of the chat calls.</summary>
    public ConcurrentQueue<JsonObject> Requests { get; } = new();

    /// <summary>The <c>Authorization</c> headers of all calls.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = new();

    /// <summary>The <c>traceparent</c> headers of the chat calls.</summary>
    public ConcurrentQueue<string> TraceParents { get; } = new();

    /// <summary>Done when a chat call has arrived.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Done when a chat call was given up by the other side.</summary>
    public Task Aborted => _aborted.Task;

    /// <summary>When that happened, as <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long AbortedAt { get; private set; }

    /// <summary>Done when the caller has seen something of an answer.</summary>
    public Task Seen => _seen.Task;

    protected abstract string HealthPath { get; }

    protected abstract string ListPath { get; }

    protected abstract string ChatPath { get; }

    protected abstract string ContentType { get; }

    /// <summary>The next chat call answers 200 and takes these steps, then ends the body in good order.</summary>
    public void Answers(params Step[] steps) => _behaviours.Enqueue(new(steps));

    /// <summary>The next chat call answers with this status and body.</summary>
    public void Refuses(int status, string body, string contentType = "application/json") =>
        _behaviours.Enqueue(new([Step.Send(body)], status, contentType));

    public abstract JsonNode List();

    public void CallerSawSomething() => _seen.TrySetResult();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear(); // the settings of the service lie in the same folder
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers.Authorization is [{ } authorization])
            {
                Authorizations.Enqueue(authorization);
            }

            return next(context);
        });
        app.MapGet(HealthPath, () => Results.StatusCode(HealthStatus));
        app.MapGet(ListPath, () =>
        {
            _probed.Release();
            return ListStatus == StatusCodes.Status200OK ? Results.Text(List().ToJsonString(), "application/json") : Results.StatusCode(ListStatus);
        });
        app.MapPost(ChatPath, ChatAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        _port = new Uri(app.Urls.Single()).Port;
        _app = app;
    }

    /// <summary>From here on connections are refused, until it is started again on the same port.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is { } app)
        {
            using var atOnce = new CancellationTokenSource();
            await atOnce.CancelAsync();
            await app.StopAsync(atOnce.Token);
            await app.DisposeAsync();
        }
    }

    /// <summary>Waits for one more reading of the list of models than was waited for before.</summary>
    public Task ListedAsync(CancellationToken cancellationToken) => _probed.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _probed.Dispose();
    }

    private async Task ChatAsync(HttpContext context)
    {
        Requests.Enqueue((await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject());
        TraceParents.Enqueue(context.Request.Headers.TraceParent.ToString());
        await using var abort = context.RequestAborted.Register(() =>
        {
            AbortedAt = Stopwatch.GetTimestamp();
            _aborted.TrySetResult();
        });
        _asked.TrySetResult();
        _current = _behaviours.TryDequeue(out var next) ? next : _current;
        context.Response.StatusCode = _current.Status;
        context.Response.ContentType = _current.ContentType ?? ContentType;
        try
        {
            foreach (var step in _current.Steps)
            {
                await step.RunAsync(this, context);
            }
        }
        catch (OperationCanceledException)
        {
            // The other side has gone, as the test wants to see.
        }
    }

    private sealed record Behaviour(Step[] Steps, int Status = StatusCodes.Status200OK, string? ContentType = null);
}
