using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class PromptTextTable : IEntityTypeConfiguration<PromptText>
{
    public void Configure(EntityTypeBuilder<PromptText> builder)
    {
        builder.ToTable("prompt_texts", table => table.HasCheckConstraint("ck_prompt_texts_content", Columns.NotBlank("content")));
        builder.HasKey(text => text.BattleId).HasName("pk_prompt_texts");
        builder.IdColumn(text => text.BattleId, "battle_id");
        builder.Property(text => text.Content).HasColumnName("content");
    }
}

internal sealed class AnswerTextTable : IEntityTypeConfiguration<AnswerText>
{
    public void Configure(EntityTypeBuilder<AnswerText> builder)
    {
        builder.ToTable("answer_texts", table => table.HasCheckConstraint("ck_answer_texts_content", Columns.NotBlank("content")));
        builder.HasKey(text => new { text.BattleId, text.Side }).HasName("pk_answer_texts");
        builder.IdColumn(text => text.BattleId, "battle_id");
        builder.Property(text => text.Side).HasColumnName("side").IsSide();
        builder.Property(text => text.Content).HasColumnName("content");
    }
}
