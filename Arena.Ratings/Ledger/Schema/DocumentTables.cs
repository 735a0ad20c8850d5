using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Arena.Ratings.Ledger.Schema;

internal sealed class DocumentTable : IEntityTypeConfiguration<StoredDocument>
{
    public void Configure(EntityTypeBuilder<StoredDocument> builder)
    {
        builder.ToTable("documents", table =>
        {
            table.HasCheckConstraint("ck_documents_id", "id = encode(sha256(content), 'hex')");
            table.HasCheckConstraint("ck_documents_size", "size = octet_length(content)");
        });
        builder.HasKey(document => document.Id).HasName("pk_documents");
        builder.IdColumn(document => document.Id, "id");
        builder.Property(document => document.MediaType).HasColumnName("media_type");
        builder.Property(document => document.Size).HasColumnName("size");
        builder.Property(document => document.Content).HasColumnName("content");
        builder.Property(document => document.Pages).HasColumnName("pages");
        builder.Property(document => document.TotalPages).HasColumnName("total_pages");
        builder.Property(document => document.Cut).HasColumnName("cut");
        builder.Property(document => document.ExtractedBy).HasColumnName("extracted_by");
        builder.Property(document => document.StoredAt).HasColumnName("stored_at");
    }
}

internal sealed class DocumentUploadTable : IEntityTypeConfiguration<DocumentUpload>
{
    public void Configure(EntityTypeBuilder<DocumentUpload> builder)
    {
        builder.ToTable("document_uploads");
        builder.HasKey(upload => upload.Id).HasName("pk_document_uploads");
        builder.Property(upload => upload.Id).HasColumnName("id").UseIdentityAlwaysColumn();
        builder.IdColumn(upload => upload.DocumentId, "document_id");
        builder.Property(upload => upload.Name).HasColumnName("name");
        builder.Property(upload => upload.SessionHash).HasColumnName("session_hash");
        builder.Property(upload => upload.UploadedAt).HasColumnName("uploaded_at");

        builder.HasIndex(upload => upload.SessionHash).HasDatabaseName("ix_document_uploads_session_hash");
        builder.HasIndex(upload => upload.DocumentId).HasDatabaseName("ix_document_uploads_document_id");
        builder.HasOne<StoredDocument>().WithMany().HasForeignKey(upload => upload.DocumentId)
            .HasConstraintName("fk_document_uploads_document").OnDelete(DeleteBehavior.Cascade);
    }
}
