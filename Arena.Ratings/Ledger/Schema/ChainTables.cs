using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class ChainTable : IEntityTypeConfiguration<ChainEntry>
{
    public void Configure(EntityTypeBuilder<ChainEntry> builder)
    {
        builder.ToTable("chain", table => table.HasCheckConstraint("ck_chain_position", "position >= 1"));
        builder.HasKey(entry => entry.Position).HasName("pk_chain");
        builder.Property(entry => entry.Position).HasColumnName("position").ValueGeneratedNever();
        builder.Property(entry => entry.Kind).HasColumnName("kind");
        builder.IdColumn(entry => entry.RecordId, "record_id");
        builder.Property(entry => entry.RecordHash).HasColumnName("record_hash");
        builder.Property(entry => entry.Hash).HasColumnName("hash");

        builder.HasIndex(entry => new { entry.RecordId, entry.Kind }).IsUnique().HasDatabaseName("ux_chain_record");
    }
}

internal sealed class UnsealedTable : IEntityTypeConfiguration<UnsealedRecord>
{
    public void Configure(EntityTypeBuilder<UnsealedRecord> builder)
    {
        builder.ToTable("unsealed");
        builder.HasKey(record => record.Id).HasName("pk_unsealed");
        builder.Property(record => record.Id).HasColumnName("id").UseIdentityAlwaysColumn();
        builder.Property(record => record.Kind).HasColumnName("kind");
        builder.IdColumn(record => record.RecordId, "record_id");
    }
}

internal sealed class ErasureTable : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> builder)
    {
        builder.ToTable("erasures");
        builder.HasKey(erasure => erasure.Id).HasName("pk_erasures");
        builder.Property(erasure => erasure.Id).HasColumnName("id").ValueGeneratedNever();
        builder.IdColumn(erasure => erasure.SubjectId, "subject_id");
        builder.Property(erasure => erasure.Reason).HasColumnName("reason");
        builder.Property(erasure => erasure.ErasedAt).HasColumnName("erased_at");

        builder.HasIndex(erasure => erasure.SubjectId).HasDatabaseName("ix_erasures_subject_id");
    }
}

internal sealed class FailedBattleTable : IEntityTypeConfiguration<FailedBattle>
{
    public void Configure(EntityTypeBuilder<FailedBattle> builder)
    {
        builder.ToTable("failed_battles");
        builder.HasKey(battle => battle.Id).HasName("pk_failed_battles");
        builder.IdColumn(battle => battle.Id, "id");
        builder.Property(battle => battle.QueryType).HasColumnName("query_type");
        builder.Property(battle => battle.Route).HasColumnName("route");
        builder.IdColumn(battle => battle.LeftModelId, "left_model_id");
        builder.IdColumn(battle => battle.RightModelId, "right_model_id");
        builder.Property(battle => battle.FailedModelIds).HasColumnName("failed_model_ids");
        builder.Property(battle => battle.CreatedAt).HasColumnName("created_at");

        builder.HasIndex(battle => battle.CreatedAt).HasDatabaseName("ix_failed_battles_created_at");
    }
}
