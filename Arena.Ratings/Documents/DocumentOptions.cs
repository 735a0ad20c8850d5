using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Arena.Ratings.Documents;

/// <summary>The last line before the database; what people may upload is limited before (Arena.Web, section <c>Documents</c>).</summary>
internal sealed class DocumentStoreOptions
{
    public const string Section = "Ratings:Documents";

    /// <summary>The largest content, in bytes.</summary>
    [Range(1, 1 << 30)]
    public int MaxBytes { get; set; } = 64 << 20;
}

[OptionsValidator]
internal sealed partial class DocumentStoreOptionsValidator : IValidateOptions<DocumentStoreOptions>;
