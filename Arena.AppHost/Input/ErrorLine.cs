using System.Text.Json;

namespace Arena.AppHost.Input;

/// <summary>What a person did wrong is said in one line; what we did wrong keeps its stack trace.</summary>
internal static class ErrorLine
{
    /// <summary>An input error that reaches the end of Main becomes one line and exit code 1.</summary>
    public static void ForInputErrors() => AppDomain.CurrentDomain.UnhandledException += (_, e) =>
    {
        if (e.ExceptionObject is Exception exception && Of(exception) is { } line)
        {
            Console.Error.WriteLine(line);
            Environment.Exit(1);
        }
    };

    /// <summary>The line, or null for an error that is not the input's.</summary>
    public static string? Of(Exception exception) => exception switch
    {
        DistributedApplicationException or UnauthorizedAccessException => $"error: {exception.Message}",
        // Configuration says which file, its cause says where: "Failed to load configuration from file 'x'." / "… LineNumber: 3 …"
        InvalidDataException { InnerException: FormatException or JsonException } => $"error: {exception.Message} {Innermost(exception).Message}",
        // The binder: "Failed to convert configuration value 'x' at 'Arena:Port' to type 'System.Int32'."
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } => $"error: {exception.Message}",
        Microsoft.Extensions.Options.OptionsValidationException => $"error: {exception.Message}",
        AggregateException { InnerException: { } inner } => Of(inner),
        _ => null,
    };

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
