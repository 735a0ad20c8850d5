namespace Arena.Inference.Drivers.Gemini.Credentials;

/// <summary>
/// Where Google's tools look for credentials (https://cloud.google.com/docs/authentication/application-default-credentials):
/// <c>GOOGLE_APPLICATION_CREDENTIALS</c>, then the file that gcloud leaves, then the metadata server. The last only where
/// <c>GCE_METADATA_HOST</c> names it: nobody asks the network for a host that may not be there.
/// </summary>
internal static class DefaultCredentials
{
    public const string FileVariable = "GOOGLE_APPLICATION_CREDENTIALS";

    private const string MetadataVariable = "GCE_METADATA_HOST";
    private const string FileName = "application_default_credentials.json";

    /// <summary>The credentials of a node; null when there are none.</summary>
    /// <param name="file">What the node names; null: the search above.</param>
    /// <exception cref="InvalidDataException">There is a file, and it cannot be used.</exception>
    public static GoogleCredentials? Find(string? file, IConfiguration variables)
    {
        var named = string.IsNullOrWhiteSpace(file) ? variables[FileVariable] : file;
        if (!string.IsNullOrWhiteSpace(named))
        {
            return GoogleCredentials.Read(named);
        }

        return LeftByGcloud(variables) is { } left && File.Exists(left) ? GoogleCredentials.Read(left)
            : variables[MetadataVariable] is { Length: > 0 } host ? new MetadataServer(host)
            : null;
    }

    private static string? LeftByGcloud(IConfiguration variables) =>
        variables["CLOUDSDK_CONFIG"] is { Length: > 0 } folder ? Path.Combine(folder, FileName)
        : OperatingSystem.IsWindows() ? (variables["APPDATA"] is { Length: > 0 } data ? Path.Combine(data, "gcloud", FileName) : null)
        : variables["HOME"] is { Length: > 0 } home ? Path.Combine(home, ".config", "gcloud", FileName)
        : null;
}
