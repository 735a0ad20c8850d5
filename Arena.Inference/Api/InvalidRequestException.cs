namespace Arena.Inference.Api;

/// <summary>A request that cannot be taken. The message is for its sender.</summary>
/// <param name="message">What is wrong, and what would be right.</param>
/// <param name="parameter">The field that is wrong, where it is one.</param>
internal sealed class InvalidRequestException(string message, string? parameter = null) : Exception(message)
{
    public string? Parameter => parameter;
}

/// <summary>Nobody knows the model.</summary>
internal sealed class UnknownModelException(string model) : Exception($"There is no model '{model}'.");
