using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Arena.ServiceDefaults.Problems;
using Arena.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Arena.ServiceDefaults.Tests;

// ASP.NET Core's spans are the process's: one host at a time.
[Collection("host")]
public sealed class DefaultsTests
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Probes_answer_and_leave_no_span(string path)
    {
        var exported = new ConcurrentQueue<Activity>();
        await using var app = await StartAsync(exported);
        using var client = app.GetTestClient();

        using var probe = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        using var call = await client.GetAsync(new Uri("/things/7", UriKind.Relative), TestContext.Current.CancellationToken);
        await ExportedAsync(exported);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (probe.StatusCode, call.StatusCode));
        var span = Assert.Single(exported, span => span.Source.Name == "Microsoft.AspNetCore");
        Assert.Equal("GET /things/{id}", span.DisplayName);
        Assert.Equal(("GET", 200, "/things/{id}"), (
            span.GetTagItem("http.request.method"), span.GetTagItem("http.response.status_code"), span.GetTagItem("http.route")));
        Assert.DoesNotContain(exported, child => child.OperationName == "probe-work");
    }

    [Fact]
    public async Task Background_work_leaves_no_span_here_nor_where_it_calls()
    {
        var exported = new ConcurrentQueue<Activity>();
        await using var app = await StartAsync(exported);
        using var client = app.GetTestClient();
        using var poll = new HttpRequestMessage(HttpMethod.Get, new Uri("/things/7", UriKind.Relative));
        using (BackgroundWork.Begin())
        {
            using var here = ProbeWork.Source.StartActivity("here");
            DistributedContextPropagator.Current.Inject(Activity.Current, poll, static (request, name, value) => ((HttpRequestMessage)request!).Headers.Add(name, value));
        }

        using var polled = await client.SendAsync(poll, TestContext.Current.CancellationToken);
        using var call = await client.GetAsync(new Uri("/things/8", UriKind.Relative), TestContext.Current.CancellationToken);
        await ExportedAsync(exported);

        Assert.Equal(HttpStatusCode.OK, polled.StatusCode);
        Assert.Equal("/things/8", Assert.Single(exported).GetTagItem("url.path"));
    }

    [Theory]
    [InlineData("/nothing", 404, ProblemTypes.NotFound)]
    [InlineData("/fails", 500, ProblemTypes.Internal)]
    [InlineData("/busy", 503, ProblemTypes.ServiceUnavailable)]
    public async Task Every_error_is_a_problem_with_a_stable_type_and_a_trace_and_no_exception_text(string path, int status, string type)
    {
        await using var app = await StartAsync([]);
        using var client = app.GetTestClient();

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(TestContext.Current.CancellationToken);

        Assert.Equal((status, type), ((int)response.StatusCode, problem!.Type));
        Assert.Matches("^[0-9a-f]{32}$", problem.Extensions["traceId"]!.ToString()!);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(ConcurrentQueue<Activity> exported)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting();
        builder.AddServiceDefaults();
        builder.Services.AddHealthChecks().AddCheck<ProbeWork>("work", tags: ["live"]);
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
            .AddSource(ProbeWork.Source.Name)
            .AddProcessor(new SimpleActivityExportProcessor(new QueueExporter(exported))));
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapDefaultEndpoints();
        app.MapGet("/things/{id}", (string id) => id);
        app.MapGet("/fails", string () => throw new InvalidOperationException("secret"));
        app.MapGet("/busy", () => TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    /// <summary>A request's span ends after its answer was read.</summary>
    private static async Task ExportedAsync(ConcurrentQueue<Activity> exported)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!exported.Any(span => span.Source.Name == "Microsoft.AspNetCore"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), deadline.Token);
        }
    }

    private sealed class QueueExporter(ConcurrentQueue<Activity> exported) : BaseExporter<Activity>
    {
        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
            {
                exported.Enqueue(span);
            }

            return ExportResult.Success;
        }
    }
}
