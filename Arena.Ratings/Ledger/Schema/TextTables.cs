using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class PromptTextTable : IEntityTypeConfiguration<PromptText>
{
    public void Configure(EntityTypeBuilder<PromptText> builder)
    {
        builder.ToTable("prompt_texts");
        builder.HasKey(text => text.BattleId).HasName("pk_prompt_texts");
        builder.IdColumn(text => text.BattleId, "battle_id");
        builder.TextColumns("prompt_texts");
    }
}

internal sealed class AnswerTextTable : IEntityTypeConfiguration<AnswerText>
{
    public void Configure(EntityTypeBuilder<AnswerText> builder)
    {
        builder.ToTable("answer_texts");
        builder.HasKey(text => new { text.BattleId, text.Side }).HasName("pk_answer_texts");
        builder.IdColumn(text => text.BattleId, "battle_id");
        builder.Property(text => text.Side).HasColumnName("side").IsSide();
        builder.TextColumns("answer_texts");
    }
}

internal static class TextColumnsExtensions
{
    public static void TextColumns<T>(this EntityTypeBuilder<T> builder, string name)
        where T : ErasableText
    {
        builder.ToTable(table => table.HasCheckConstraint($"ck_{name}_content", Columns.NotBlank("content")));
        builder.Property(text => text.Salt).HasColumnName("salt");
        builder.Property(text => text.Content).HasColumnName("content");
        builder.Property(text => text.Turns).HasColumnName("turns");
    }
}
