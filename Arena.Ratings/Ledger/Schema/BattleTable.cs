using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class BattleTable : IEntityTypeConfiguration<Battle>
{
    public void Configure(EntityTypeBuilder<Battle> builder)
    {
        builder.ToTable("battles", table =>
        {
            table.HasCheckConstraint("ck_battles_ids", $"{Columns.NotBlank("id")} AND {Columns.NotBlank("prompt_id")}");
            table.HasCheckConstraint("ck_battles_models_differ", "left_model_id <> right_model_id");
            table.HasCheckConstraint("ck_battles_pair_probability", "pair_probability > 0 AND pair_probability <= 1");
            table.HasCheckConstraint("ck_battles_view_index", "view_index >= 0");
            table.HasCheckConstraint("ck_battles_turns", "turns >= 1");
        });
        builder.HasKey(battle => battle.Id).HasName("pk_battles");
        builder.IdColumn(battle => battle.Id, "id");
        builder.IdColumn(battle => battle.PromptId, "prompt_id");
        builder.Property(battle => battle.SessionHash).HasColumnName("session_hash");
        builder.Property(battle => battle.ViewIndex).HasColumnName("view_index");
        builder.Property(battle => battle.QueryType).HasColumnName("query_type");
        builder.Property(battle => battle.PairPolicy).HasColumnName("pair_policy");
        builder.Property(battle => battle.PairProbability).HasColumnName("pair_probability");
        builder.IdColumn(battle => battle.LeftModelId, "left_model_id");
        builder.IdColumn(battle => battle.RightModelId, "right_model_id");
        builder.Property(battle => battle.CreatedAt).HasColumnName("created_at");
        builder.Property(battle => battle.RecordedAt).HasColumnName("recorded_at");
        builder.Property(battle => battle.TraceId).HasColumnName("trace_id");
        builder.Property(battle => battle.Route).HasColumnName("route");
        builder.Property(battle => battle.Language).HasColumnName("language");
        builder.Property(battle => battle.DocumentHash).HasColumnName("document_hash");
        builder.Property(battle => battle.Turns).HasColumnName("turns");
        builder.Property(battle => battle.Source).HasColumnName("source");
        builder.Property(battle => battle.NotRatedBecause).HasColumnName("not_rated_because");
        builder.Property(battle => battle.PromptFingerprint).HasColumnName("prompt_fingerprint");
        builder.Property(battle => battle.PromptHash).HasColumnName("prompt_hash");

        builder.HasIndex(battle => battle.LeftModelId).HasDatabaseName("ix_battles_left_model_id");
        builder.HasIndex(battle => battle.RightModelId).HasDatabaseName("ix_battles_right_model_id");
        builder.HasIndex(battle => battle.SessionHash).HasDatabaseName("ix_battles_session_hash");
        builder.HasIndex(battle => battle.CreatedAt).HasDatabaseName("ix_battles_created_at");
        builder.HasIndex(battle => battle.PromptId).HasDatabaseName("ix_battles_prompt_id");
        builder.HasOne<ModelRating>().WithMany().HasForeignKey(battle => battle.LeftModelId)
            .HasConstraintName("fk_battles_left_model").OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ModelRating>().WithMany().HasForeignKey(battle => battle.RightModelId)
            .HasConstraintName("fk_battles_right_model").OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(battle => battle.Answers).WithOne().HasForeignKey(answer => answer.BattleId)
            .HasConstraintName("fk_answers_battle").OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(battle => battle.Prompt).WithOne().HasForeignKey<PromptText>(text => text.BattleId)
            .HasConstraintName("fk_prompt_texts_battle").OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(battle => battle.Vote).WithOne().HasForeignKey<Vote>(vote => vote.BattleId)
            .HasConstraintName("fk_votes_battle").OnDelete(DeleteBehavior.Restrict);
    }
}
