using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class CampaignTable : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("campaigns", table =>
        {
            table.HasCheckConstraint("ck_campaigns_target", "target_votes > 0 OR target_width > 0");
            table.HasCheckConstraint("ck_campaigns_repeat_rate", "repeat_rate BETWEEN 0 AND 0.5");
        });
        builder.HasKey(campaign => campaign.Name).HasName("pk_campaigns");
        builder.IdColumn(campaign => campaign.Name, "name");
        builder.Property(campaign => campaign.Title).HasColumnName("title");
        builder.Property(campaign => campaign.Description).HasColumnName("description");
        builder.Property(campaign => campaign.Rubric).HasColumnName("rubric");
        builder.Property(campaign => campaign.Models).HasColumnName("models");
        builder.Property(campaign => campaign.TargetVotes).HasColumnName("target_votes");
        builder.Property(campaign => campaign.TargetWidth).HasColumnName("target_width");
        builder.Property(campaign => campaign.RepeatRate).HasColumnName("repeat_rate");
        builder.Property(campaign => campaign.CreatedAt).HasColumnName("created_at");
        builder.Property(campaign => campaign.ClosedAt).HasColumnName("closed_at");

        builder.HasMany(campaign => campaign.Prompts).WithOne().HasForeignKey(prompt => prompt.Campaign)
            .HasConstraintName("fk_campaign_prompts_campaign").OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CampaignPromptTable : IEntityTypeConfiguration<CampaignPrompt>
{
    public void Configure(EntityTypeBuilder<CampaignPrompt> builder)
    {
        builder.ToTable("campaign_prompts", table => table.HasCheckConstraint("ck_campaign_prompts_text", Columns.NotBlank("text")));
        builder.HasKey(prompt => new { prompt.Campaign, prompt.Position }).HasName("pk_campaign_prompts");
        builder.IdColumn(prompt => prompt.Campaign, "campaign");
        builder.Property(prompt => prompt.Position).HasColumnName("position");
        builder.Property(prompt => prompt.Text).HasColumnName("text");
    }
}

internal sealed class CampaignAssignmentTable : IEntityTypeConfiguration<CampaignAssignment>
{
    /// <summary>The rule that a voter gets a prompt once.</summary>
    public const string Once = "ux_campaign_assignments_once";

    /// <summary>The rule that a battle is repeated once.</summary>
    public const string RepeatedOnce = "ux_campaign_assignments_repeat_of";

    public void Configure(EntityTypeBuilder<CampaignAssignment> builder)
    {
        builder.ToTable("campaign_assignments");
        builder.HasKey(assignment => assignment.Id).HasName("pk_campaign_assignments");
        builder.Property(assignment => assignment.Id).HasColumnName("id").ValueGeneratedNever();
        builder.IdColumn(assignment => assignment.Campaign, "campaign");
        builder.Property(assignment => assignment.Prompt).HasColumnName("prompt");
        builder.Property(assignment => assignment.SessionHash).HasColumnName("session_hash");
        builder.Property(assignment => assignment.RepeatOf).HasColumnName("repeat_of").UseCollation("C");
        builder.Property(assignment => assignment.BattleId).HasColumnName("battle_id").UseCollation("C");
        builder.Property(assignment => assignment.TakenAt).HasColumnName("taken_at");

        builder.HasIndex(assignment => new { assignment.Campaign, assignment.SessionHash, assignment.Prompt }).IsUnique()
            .HasFilter("repeat_of IS NULL").HasDatabaseName(Once);
        builder.HasIndex(assignment => assignment.RepeatOf).IsUnique().HasDatabaseName(RepeatedOnce);
        builder.HasIndex(assignment => assignment.BattleId).IsUnique().HasDatabaseName("ux_campaign_assignments_battle_id");
        builder.HasOne<CampaignPrompt>().WithMany().HasForeignKey(assignment => new { assignment.Campaign, assignment.Prompt })
            .HasConstraintName("fk_campaign_assignments_prompt").OnDelete(DeleteBehavior.Restrict);
    }
}
