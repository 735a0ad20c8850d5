namespace Arena.AppHost.Input;

/// <summary>Refuses arguments that would be ignored: a word that is no verb, and keys of ours that nobody reads.</summary>
internal static class ArenaArguments
{
    /// <summary>Every key below <c>Arena</c> that the AppHost reads; one that ends with a colon takes a name after it.</summary>
    private static readonly string[] Keys =
    [
        "Arena:Port", "Arena:Models", "Arena:ApiEndpoints", "Arena:Vllm:Url", "Arena:Vllm:Model", "Arena:Ollama:Url", "Arena:Ollama:Models", "Arena:Replicas:",
        "Arena:Restart:Enabled", "Arena:Restart:FirstDelay", "Arena:Restart:MaxDelay", "Arena:Restart:CrashLoopAfter", "Arena:Restart:StableAfter",
    ];

    private const string InProcess = "--in-process";

    private static readonly string[] Switches = [InProcess[2..], "no-dashboard"];

    /// <summary>The arguments, when each of them means something.</summary>
    /// <exception cref="DistributedApplicationException">One does not.</exception>
    public static string[] Checked(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var argument = args[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                throw Unknown(argument, "There is one verb, doctor; everything else is --key=value.");
            }

            var key = argument[2..].Split('=', 2)[0].Replace("__", ":", StringComparison.Ordinal);
            if (key.StartsWith("Arena:", StringComparison.OrdinalIgnoreCase) && !IsKnown(key))
            {
                throw Unknown(argument, $"Did you mean --{Nearest(key)}?");
            }

            if (!key.Contains(':', StringComparison.Ordinal) && IsNear(key))
            {
                throw Unknown(argument, $"Did you mean --{Switches.MinBy(other => Distance(key, other))}?");
            }

            // "--key value" is one argument in two words, as .NET's configuration reads it.
            i += argument.Contains('=', StringComparison.Ordinal) || Switches.Contains(key, StringComparer.OrdinalIgnoreCase) || i + 1 == args.Length || args[i + 1].StartsWith("--", StringComparison.Ordinal) ? 0 : 1;
        }

        // A switch without a value would take the next argument for its value.
        return [.. args.Select(argument => string.Equals(argument, InProcess, StringComparison.OrdinalIgnoreCase) ? "--AppHost:InProcess=true" : argument)];
    }

    private static DistributedApplicationException Unknown(string argument, string help) => new($"Unknown argument '{argument}'. {help}");

    private static bool IsKnown(string key) => Keys.Any(known => known.EndsWith(':')
        ? key.StartsWith(known, StringComparison.OrdinalIgnoreCase) && key.Length > known.Length
        : string.Equals(key, known, StringComparison.OrdinalIgnoreCase));

    /// <summary>Other switches are Aspire's own, and not ours to judge; one that is almost one of ours is a slip.</summary>
    private static bool IsNear(string key) => !Switches.Contains(key, StringComparer.OrdinalIgnoreCase) && Switches.Any(known => Distance(key, known) <= 2);

    private static string Nearest(string key) => Keys.MinBy(known => Distance(key, known))!;

    /// <summary>Levenshtein's distance, https://en.wikipedia.org/wiki/Levenshtein_distance, whatever the case.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        foreach (var (i, letter) in left.Index())
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(letter) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
