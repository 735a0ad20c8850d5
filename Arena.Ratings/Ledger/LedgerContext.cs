using Arena.Ratings.Ledger.Chain;
using Microsoft.EntityFrameworkCore;

namespace Arena.Ratings.Ledger;

/// <summary>The durable record of battles and votes, and the ratings computed from it.</summary>
internal sealed class LedgerContext(DbContextOptions<LedgerContext> options) : DbContext(options)
{
    public DbSet<Battle> Battles => Set<Battle>();

    public DbSet<Vote> Votes => Set<Vote>();

    public DbSet<RatingStep> RatingSteps => Set<RatingStep>();

    public DbSet<ModelRating> ModelRatings => Set<ModelRating>();

    public DbSet<Comparison> Comparisons => Set<Comparison>();

    public DbSet<ComparisonAnswer> ComparisonAnswers => Set<ComparisonAnswer>();

    public DbSet<StarRating> Stars => Set<StarRating>();

    public DbSet<ComparisonRequest> ComparisonRequests => Set<ComparisonRequest>();

    public DbSet<ComparisonPick> Picks => Set<ComparisonPick>();

    public DbSet<StoredDocument> Documents => Set<StoredDocument>();

    public DbSet<DocumentUpload> DocumentUploads => Set<DocumentUpload>();

    public DbSet<RubricScore> Scores => Set<RubricScore>();

    public DbSet<FailedJudgement> FailedJudgements => Set<FailedJudgement>();

    public DbSet<VoteFeedback> Feedback => Set<VoteFeedback>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<CampaignAssignment> CampaignAssignments => Set<CampaignAssignment>();

    public DbSet<FailedBattle> FailedBattles => Set<FailedBattle>();

    public DbSet<Erasure> Erasures => Set<Erasure>();

    public DbSet<ChainEntry> Chain => Set<ChainEntry>();

    public DbSet<UnsealedRecord> Unsealed => Set<UnsealedRecord>();

    public DbSet<LedgerKey> Keys => Set<LedgerKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(LedgerContext).Assembly);
}
