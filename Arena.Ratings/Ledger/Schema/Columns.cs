using System.Linq.Expressions;
using Arena.Ratings.Engine;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

/// <summary>What columns of several tables have in common.</summary>
internal static class Columns
{
    /// <summary>Compared byte by byte, so that the database sorts ids as this service does: locks are taken in that order.</summary>
    public static PropertyBuilder<string> IdColumn<T>(this EntityTypeBuilder<T> entity, Expression<Func<T, string>> property, string name)
        where T : class =>
        entity.Property(property).HasColumnName(name).UseCollation("C");

    public static PropertyBuilder<Preference> IsPreference(this PropertyBuilder<Preference> property) =>
        property.HasConversion(value => value.Name(), name => PreferenceExtensions.ParseName(name));

    public static PropertyBuilder<Side> IsSide(this PropertyBuilder<Side> property) =>
        property.HasConversion(
            side => side.Name(),
            name => string.Equals(name, "left", StringComparison.Ordinal) ? Side.Left : Side.Right);

    /// <summary>The condition that a text column holds more than white space.</summary>
    public static string NotBlank(string column) => $@"btrim({column}, E' \t\r\n') <> ''";
}
