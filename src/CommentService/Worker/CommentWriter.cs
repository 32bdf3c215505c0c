using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Contracts;
using CommentService.Hosting;
using CommentService.Moderation;
using CommentService.Moderation.Classifiers;
using CommentService.Storage;
using CommentService.Worker.External;
using Microsoft.Extensions.Options;

namespace CommentService.Worker;

/// <summary>
/// Stores judged submissions as comments, with findings and events, in one transaction. The submission's id is the
/// comment's: one that comes again finds its key taken, and nothing of it is written a second time. So does a retry of its
/// request, which becomes a second name of the same comment.
/// </summary>
internal sealed class CommentWriter(Database database, StoredRequests requests, ExternalAsks external, IOptions<ArticleOptions> articles, TimeProvider time) : IDisposable
{
    /// <summary>What comments do to their article: made where it is unknown, its version grows where readers see a change.</summary>
    private static readonly Statement TouchArticle = new(
        """
        INSERT INTO "Articles" ("Id", "Title", "Url", "TitleIsFixed", "UrlIsFixed", "Open", "Mode", "Version", "Approved")
        VALUES (@id, @title, @url, FALSE, FALSE, TRUE, 0, @approved, @approved)
        ON CONFLICT ("Id") DO UPDATE SET
            "Title" = CASE WHEN "Articles"."TitleIsFixed" THEN "Articles"."Title" ELSE COALESCE(excluded."Title", "Articles"."Title") END,
            "Url" = CASE WHEN "Articles"."UrlIsFixed" THEN "Articles"."Url" ELSE COALESCE(excluded."Url", "Articles"."Url") END,
            "Version" = "Articles"."Version" + excluded."Version",
            "Approved" = "Articles"."Approved" + excluded."Approved"
        """,
        "@id", "@title", "@url", "@approved");

    /// <summary>The same where only registered articles take comments: a comment registers none.</summary>
    private static readonly Statement TouchRegistered = new(
        """
        UPDATE "Articles" SET
            "Title" = CASE WHEN "TitleIsFixed" THEN "Title" ELSE COALESCE(@title, "Title") END,
            "Url" = CASE WHEN "UrlIsFixed" THEN "Url" ELSE COALESCE(@url, "Url") END,
            "Version" = "Version" + @approved,
            "Approved" = "Approved" + @approved
        WHERE "Id" = @id
        """,
        "@id", "@title", "@url", "@approved");

    /// <summary>Where a database has many writers, one of this process at a time: it sees what the one before it stored.</summary>
    private readonly SemaphoreSlim turn = new(1);

    private readonly Statement touch = articles.Value.UnknownArticles == UnknownArticles.Refuse ? TouchRegistered : TouchArticle;

    /// <summary>Judges and stores in one transaction: what was judged by is what is stored at that moment.</summary>
    /// <param name="judge">Judges by the transaction's reads.</param>
    /// <param name="cancellation">Ends the wait before the transaction begins.</param>
    public async Task StoreAsync(Func<PreparedReads, Task<IReadOnlyList<JudgedSubmission>>> judge, CancellationToken cancellation)
    {
        var (stored, asked) = await InTurnAsync(() => database.WriteAsync(async db => await StoreAsync(db, await judge(db.Reads)), cancellation), cancellation);
        requests.Add(stored.Select(j => j.Submission.RequestKey).Concat(asked.Select(s => s.RequestKey)));
        Count(stored);
        external.Begin(asked);
    }

    public void Dispose() => turn.Dispose();

    private async Task<T> InTurnAsync<T>(Func<Task<T>> store, CancellationToken cancellation)
    {
        if (!database.IsShared)
        {
            return await store();
        }

        await turn.WaitAsync(cancellation);
        try
        {
            return await store();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<(List<JudgedSubmission> Stored, List<Submission> Asked)> StoreAsync(CommentDb db, IReadOnlyList<JudgedSubmission> judged)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var waiting = judged.Where(j => j.Waits is not null).ToList();
        var isAsked = await db.InsertNewAsync(waiting.ConvertAll(j => external.RowOf(j.Submission, j.Waits!)));
        judged = waiting.Count == 0 ? judged : [.. judged.Where(j => j.Waits is null)];
        var comments = judged.Select(j => CommentOf(j, now)).ToList();
        var isNew = await db.InsertNewAsync(comments);
        await TakenKeys.SettleAsync(db, comments, isNew);
        var stored = judged.Where((_, i) => isNew[i]).ToList();
        await db.InsertNewAsync(stored.SelectMany(j => FindingsOf(j.Submission.Id, j.Verdict)).ToList());
        await db.InsertNewAsync(stored.Select(j => ChangeOf(j, now)).ToList());
        await db.ExecuteEachAsync(touch, stored.GroupBy(j => j.Submission.ArticleId).OrderBy(a => a.Key, StringComparer.Ordinal).Select(ArticleArguments));
        return (stored, waiting.Where((_, i) => isAsked[i]).Select(j => j.Submission).ToList());
    }

    private static void Count(List<JudgedSubmission> stored)
    {
        // Once for what is alike in a group: a measure with tags costs more than counting does.
        foreach (var (outcome, count) in stored.CountBy(j => j.Verdict.Outcome))
        {
            Metrics.Verdicts.Add(count, new KeyValuePair<string, object?>("outcome", OutcomeWord(outcome)));
        }

        foreach (var ((rule, action), count) in stored.SelectMany(j => j.Verdict.Findings).CountBy(f => (f.Rule, f.Action)))
        {
            Metrics.Findings.Add(count, new("rule", rule), new("action", action.ToString().ToLowerInvariant()));
        }
    }

    private static string OutcomeWord(Outcome outcome) => outcome switch
    {
        Outcome.Approve => "approve",
        Outcome.Hold => "hold",
        _ => "reject",
    };

    private static object?[] ArticleArguments(IGrouping<string, JudgedSubmission> article) =>
    [
        article.Key,
        article.LastOrDefault(j => j.Submission.ArticleTitle is not null)?.Submission.ArticleTitle,
        article.LastOrDefault(j => j.Submission.ArticleUrl is not null)?.Submission.ArticleUrl,
        article.Count(j => j.Status == CommentStatus.Approved),
    ];

    private static Comment CommentOf(JudgedSubmission judged, DateTime now)
    {
        var submission = judged.Submission;
        return new Comment
        {
            Id = submission.Id,
            ArticleId = submission.ArticleId,
            ParentId = judged.ParentId,
            Depth = judged.Depth,
            Name = submission.Name,
            Text = submission.Comment,
            Email = submission.Email,
            Website = submission.Website,
            Language = submission.Language,
            Status = judged.Status,
            DecidedAt = judged.Status == CommentStatus.Held ? null : now,
            AuthorKey = submission.AuthorKey,
            AuthorIdentity = (AuthorIdentity)submission.AuthorIdentity,
            AddressKey = submission.AddressKey,
            Address = judged.Facts.External?.Service == ExternalService.Akismet ? submission.Address : null,
            RequestKey = submission.RequestKey == 0 ? null : submission.RequestKey,
            ContentKey = submission.ContentKey,
            TextKey = judged.TextKey,
            PolicyVersion = judged.PolicyVersion,
            ModelVersion = judged.PolicyVersion == 0 ? 0 : ClassifierModel.BuiltIn.Number,
            HoneypotFilled = submission.HoneypotFilled,
            Facts = VerdictRecord.Write(judged.Facts),
        };
    }

    private static StateChange ChangeOf(JudgedSubmission judged, DateTime now) => new()
    {
        EventId = Guid.CreateVersion7(now),
        CommentId = judged.Submission.Id,
        Version = 1,
        To = judged.Status,
        At = now,
        TraceParent = judged.Submission.TraceParent,
    };

    public static IEnumerable<StoredFinding> FindingsOf(Guid comment, Verdict verdict) =>
        verdict.Findings.Select((finding, ordinal) => new StoredFinding
        {
            CommentId = comment,
            Ordinal = ordinal,
            Rule = finding.Rule,
            Action = finding.Action,
            Shadow = finding.Shadow,
            Message = finding.Message,
            Score = finding.Score,
            Evidence = finding.Evidence.Count == 0 ? null : JsonSerializer.Serialize(finding.Evidence, WorkerJson.Default.IReadOnlyListEvidence),
        });
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Evidence>))]
internal sealed partial class WorkerJson : JsonSerializerContext;
