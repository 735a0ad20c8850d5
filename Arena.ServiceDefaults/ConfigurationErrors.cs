using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Arena.ServiceDefaults;

/// <summary>What is wrong with the configuration is for who wrote it: one line on standard error and exit code 1, not a stack trace.</summary>
public static class ConfigurationErrors
{
    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    /// <summary>Runs a service until it is stopped. Everything that is validated at the start is, before anything of it runs.</summary>
    /// <exception cref="OptionsValidationException">The configuration cannot be used; as the last exception of a program it becomes the line.</exception>
    public static Task RunServiceAsync(this WebApplication app)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
        {
            if (e.ExceptionObject is Exception exception && LineOf(exception) is { } line)
            {
                Console.Error.WriteLine(line);
                Environment.Exit(1);
            }
        };
        app.Services.GetService<IStartupValidator>()?.Validate();
        return app.RunAsync();
    }

    /// <summary>The line, or null for an error that is not the configuration's.</summary>
    public static string? LineOf(Exception exception) => exception switch
    {
        InvalidOperationException { Source: Binder } => $"error: {OfBinding(exception).Message}",
        OptionsValidationException invalid => $"error: {string.Join("; ", invalid.Failures)}",
        AggregateException { InnerException: { } inner } => LineOf(inner),
        _ => null,
    };

    /// <summary>Of a list the binder says that something in it is wrong; what it is, is said within: "Failed to convert configuration value 'x' at 'A:B' to type …".</summary>
    private static Exception OfBinding(Exception exception) => exception.InnerException is InvalidOperationException within ? OfBinding(within) : exception;
}
