using System.CommandLine;
using Microsoft.Extensions.Options;

namespace Arena.Inference.CommandLine;

/// <summary>
/// <c>models check [FILE] [--json] [--ask]</c>: tries out what is configured, without serving it. Exit code 0 when each model can be reached,
/// 1 when one cannot, 2 when the command line or the configuration as a whole is wrong.
/// </summary>
internal static class ModelsCommand
{
    private const string Name = "models";
    private const int Found = 1;
    private const int Wrong = 2;

    public static bool IsAsked(string[] args) => args is [Name, ..];

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, Action<IHostApplicationBuilder>? configure = null)
    {
        var file = new Argument<FileInfo?>("file") { Arity = ArgumentArity.ZeroOrOne, Description = "An api_endpoints.json in place of the configured one" };
        var json = new Option<bool>("--json") { Description = "As JSON" };
        var ask = new Option<bool>("--ask") { Description = "Has each model answer a short question: costs a few tokens, and proves the most" };
        var check = new Command("check", "Says of each model whether it can be reached, and if not, why.") { file, json, ask };
        check.SetAction((parsed, cancellationToken) => CheckAsync(
            parsed.GetValue(file), parsed.GetValue(json), parsed.GetValue(ask), output, configure, cancellationToken));
        var parsed = new RootCommand("The models that are configured.") { new Command(Name, "The models that are configured.") { check } }.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                await error.WriteLineAsync($"{Name}: {problem.Message}");
            }

            return Wrong;
        }

        try
        {
            return await parsed.InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (OptionsValidationException problem)
        {
            foreach (var failure in problem.Failures)
            {
                await error.WriteLineAsync($"{Name}: {failure}");
            }

            return Wrong;
        }
    }

    private static async Task<int> CheckAsync(
        FileInfo? file, bool json, bool ask, TextWriter output, Action<IHostApplicationBuilder>? configure, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Path.GetDirectoryName(typeof(ModelsCommand).Assembly.Location) });
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        if (file is not null)
        {
            builder.Configuration["Inference:ApiEndpointsFile"] = file.FullName;
        }

        configure?.Invoke(builder);
        builder.AddArenaInference();
        await using var app = builder.Build();
        var checks = await app.Services.GetRequiredService<ModelCheck>().RunAsync(ask, cancellationToken);
        await CheckReport.WriteAsync(checks, json, output);
        return checks.All(check => check.State is CheckState.Reachable) ? 0 : Found;
    }
}
