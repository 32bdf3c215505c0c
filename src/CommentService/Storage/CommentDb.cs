using Microsoft.EntityFrameworkCore;

namespace CommentService.Storage;

/// <summary>The model, one for every database; a derived context adds what its provider needs.</summary>
internal abstract class CommentDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<Comment> Comments => Set<Comment>();
    public DbSet<RepeatedSubmission> RepeatedSubmissions => Set<RepeatedSubmission>();
    public DbSet<StoredFinding> Findings => Set<StoredFinding>();
    public DbSet<StateChange> Changes => Set<StateChange>();
    public DbSet<Article> Articles => Set<Article>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<Ban> Bans => Set<Ban>();
    public DbSet<PolicyVersion> Policies => Set<PolicyVersion>();
    public DbSet<Learning> Learning => Set<Learning>();
    public DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<Secret> Secrets => Set<Secret>();
    public DbSet<Backtest> Backtests => Set<Backtest>();
    public DbSet<BacktestChange> BacktestChanges => Set<BacktestChange>();
    public DbSet<ExternalAsk> ExternalAsks => Set<ExternalAsk>();
    public DbSet<ExternalReport> ExternalReports => Set<ExternalReport>();
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    public DbSet<WebhookRetry> WebhookRetries => Set<WebhookRetry>();
    public DbSet<WebhookAttempt> WebhookAttempts => Set<WebhookAttempt>();
    public DbSet<LogMark> LogMarks => Set<LogMark>();
    public DbSet<StoredLease> Leases => Set<StoredLease>();
    public DbSet<UnfinishedImport> UnfinishedImports => Set<UnfinishedImport>();

    /// <summary>Prepared reads in the running transaction: they see what it wrote, and nothing that comes between.</summary>
    public abstract PreparedReads Reads { get; }

    /// <summary>Inserts rows in the running transaction, leaving out those whose key is taken.</summary>
    /// <returns>For each row whether it was new: false is a redelivery.</returns>
    public abstract Task<bool[]> InsertNewAsync<T>(IReadOnlyList<T> rows)
        where T : class;

    /// <summary>The same with the keys that the database else gives: what comes from another database keeps its order.</summary>
    public abstract Task<bool[]> InsertAsTheyAreAsync<T>(IReadOnlyList<T> rows)
        where T : class;

    /// <summary>Lets the database give keys past those that came from another one.</summary>
    public virtual Task PassGeneratedKeysAsync() => Task.CompletedTask;

    /// <summary>Runs one statement for each set of arguments in the running transaction, prepared once.</summary>
    public abstract Task ExecuteEachAsync(Statement statement, IEnumerable<object?[]> arguments);

    /// <summary>
    /// Keeps others from changing comments until the running transaction ends. Whoever changes several locks them with one
    /// call before: then two who change the same ones never wait for each other in a circle.
    /// </summary>
    public virtual Task LockCommentsAsync(IReadOnlyCollection<Guid> ids) => Task.CompletedTask;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Comment>(comment =>
        {
            comment.Property(c => c.Id).ValueGeneratedNever();
            // An article's page, the review queue, the replies of a page.
            comment.HasIndex(c => new { c.ArticleId, c.Status, c.Id });
            comment.HasIndex(c => new { c.Status, c.Id });
            comment.HasIndex(c => c.ParentId).HasFilter("\"ParentId\" IS NOT NULL");
            // What the rules ask: an author's last outcomes (answered from the index alone), an address's last minute, the same text.
            comment.HasIndex(c => new { c.AuthorKey, c.Id, c.Status });
            comment.HasIndex(c => new { c.AddressKey, c.Id });
            comment.HasIndex(c => new { c.TextKey, c.Id }).HasFilter("\"TextKey\" IS NOT NULL");
            // What intake asks: has this request been taken before? And what the worker relies on where intake could not know.
            comment.HasIndex(c => c.RequestKey).IsUnique();
        });
        modelBuilder.Entity<RepeatedSubmission>().Property(r => r.Id).ValueGeneratedNever();
        modelBuilder.Entity<StoredFinding>(finding =>
        {
            finding.ToTable("Findings");
            finding.HasKey(f => new { f.CommentId, f.Ordinal });
            finding.HasIndex(f => new { f.Rule, f.CommentId });
        });
        modelBuilder.Entity<StateChange>(change =>
        {
            change.ToTable("Changes");
            change.HasKey(c => c.Sequence);
            change.HasIndex(c => new { c.CommentId, c.Version }).IsUnique();
            change.HasIndex(c => c.Position).IsUnique().HasFilter("\"Position\" IS NOT NULL");
            // What still waits for its position: never more than a moment's worth.
            change.HasIndex(c => c.Sequence).HasFilter("\"Position\" IS NULL").HasDatabaseName("IX_Changes_Unpositioned");
        });
        modelBuilder.Entity<Article>().Property(a => a.Id).HasMaxLength(128);
        modelBuilder.Entity<ApiKey>(key =>
        {
            key.Property(k => k.Id).ValueGeneratedNever();
            key.HasIndex(k => k.Hash).IsUnique();
            // Two admins may make a key at once: of those in force, each has a name of its own.
            key.HasIndex(k => k.Name).IsUnique().HasFilter("\"RevokedAt\" IS NULL");
        });
        modelBuilder.Entity<Ban>(ban =>
        {
            ban.Property(b => b.Id).ValueGeneratedNever();
            ban.HasIndex(b => new { b.Key, b.Kind }).IsUnique();
        });
        modelBuilder.Entity<AuditEntry>(audit =>
        {
            audit.ToTable("Audit");
            audit.HasKey(a => a.Sequence);
            audit.HasIndex(a => new { a.Subject, a.Sequence });
        });
        modelBuilder.Entity<PolicyVersion>(policy =>
        {
            policy.ToTable("Policies");
            policy.HasKey(p => p.Version);
            policy.Property(p => p.Version).ValueGeneratedNever();
        });
        modelBuilder.Entity<Learning>().Property(l => l.Id).ValueGeneratedNever();
        modelBuilder.Entity<DeadLetter>().Property(d => d.Id).ValueGeneratedNever();
        modelBuilder.Entity<Secret>().HasKey(s => s.Name);
        modelBuilder.Entity<Backtest>().Property(b => b.Id).ValueGeneratedNever();
        modelBuilder.Entity<BacktestChange>().HasKey(c => new { c.BacktestId, c.CommentId });
        modelBuilder.Entity<ExternalAsk>(ask =>
        {
            ask.Property(a => a.Id).ValueGeneratedNever();
            ask.HasIndex(a => a.RequestKey);
            ask.HasIndex(a => a.DueAt);
        });
        modelBuilder.Entity<ExternalReport>(report =>
        {
            report.HasKey(r => r.CommentId);
            report.Property(r => r.CommentId).ValueGeneratedNever();
            report.HasIndex(r => r.CommentId).HasFilter("NOT \"IsSent\"").HasDatabaseName("IX_ExternalReports_Unsent");
        });
        modelBuilder.Entity<StoredLease>(lease =>
        {
            lease.ToTable("Leases");
            lease.HasKey(l => l.Name);
        });
        modelBuilder.Entity<UnfinishedImport>().Property(i => i.Id).ValueGeneratedNever();
        modelBuilder.Entity<Webhook>().Property(h => h.Id).ValueGeneratedNever();
        modelBuilder.Entity<WebhookRetry>().HasKey(r => new { r.WebhookId, r.Generation, r.Position });
        modelBuilder.Entity<WebhookAttempt>(attempt =>
        {
            attempt.HasKey(a => a.Sequence);
            attempt.HasIndex(a => new { a.WebhookId, a.Sequence });
        });
        modelBuilder.Entity<LogMark>().HasKey(m => m.Name);
    }
}
