using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class ModelRatingTable : IEntityTypeConfiguration<ModelRating>
{
    public void Configure(EntityTypeBuilder<ModelRating> builder)
    {
        builder.ToTable("model_ratings", table =>
        {
            table.HasCheckConstraint("ck_model_ratings_model_id", Columns.NotBlank("model_id"));
            table.HasCheckConstraint("ck_model_ratings_counts", "battles = wins + losses + ties + both_bad");
        });
        builder.HasKey(model => model.ModelId).HasName("pk_model_ratings");
        builder.IdColumn(model => model.ModelId, "model_id");
        builder.Property(model => model.DisplayName).HasColumnName("display_name");
        builder.Property(model => model.Simulated).HasColumnName("simulated");
        builder.Property(model => model.Family).HasColumnName("family");
        builder.Property(model => model.Start).HasColumnName("start");
        builder.Property(model => model.Rating).HasColumnName("rating");
        builder.Property(model => model.Battles).HasColumnName("battles");
        builder.Property(model => model.Wins).HasColumnName("wins");
        builder.Property(model => model.Losses).HasColumnName("losses");
        builder.Property(model => model.Ties).HasColumnName("ties");
        builder.Property(model => model.BothBad).HasColumnName("both_bad");

        builder.HasIndex(model => model.Rating).HasDatabaseName("ix_model_ratings_rating");
    }
}

internal sealed class LedgerKeyTable : IEntityTypeConfiguration<LedgerKey>
{
    public void Configure(EntityTypeBuilder<LedgerKey> builder)
    {
        builder.ToTable("ledger_keys");
        builder.HasKey(key => key.Name).HasName("pk_ledger_keys");
        builder.Property(key => key.Name).HasColumnName("name");
        builder.Property(key => key.Value).HasColumnName("value");
    }
}
