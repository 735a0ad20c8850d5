using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting;

/// <summary>The values that a person gave, and what is wrong with them.</summary>
[Experimental("ASPIREINTERACTION001", UrlFormat = "https://aka.ms/aspire/diagnostics/{0}")]
public sealed class InputsDialogValidationContext
{
    private readonly List<(string Name, string Message)> _errors = [];

    public required InteractionInputCollection Inputs { get; init; }

    public required IServiceProvider Services { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    /// <summary>What was found, by name of the input.</summary>
    internal IReadOnlyList<(string Name, string Message)> Errors => _errors;

    public void AddValidationError(InteractionInput input, string errorMessage) => AddValidationError(input.Name, errorMessage);

    public void AddValidationError(string inputName, string errorMessage) => _errors.Add((inputName, errorMessage));
}
