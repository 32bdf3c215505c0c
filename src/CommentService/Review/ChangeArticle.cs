using CommentService.Hosting.Authentication;
using CommentService.Review.Auditing;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace CommentService.Review;

/// <summary>The one place where an article's settings change: only the columns that were named, so that no change to another one is lost.</summary>
internal sealed partial class ChangeArticle(Database database, ArticleGates gates, TimeProvider time, ILogger<ChangeArticle> logger)
{
    public async Task<ArticleSettings> RunAsync(string id, ArticleChanges changes, Actor actor, CancellationToken cancellation)
    {
        var changed = await database.WriteAsync(
            async db =>
            {
                var now = time.GetUtcNow().UtcDateTime;
                // Registers the article where nobody commented on it yet.
                var isNew = (await db.InsertNewAsync([new Article { Id = id }]))[0];
                // First what every change does: from here on no other changes it, and what it was is what this one finds.
                await db.Articles.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Version, a => a.Version + 1));
                var before = (await ArticleSettings.FindAsync(db, id, now, CancellationToken.None))!;
                if (changes.NamesColumns)
                {
                    await db.Articles.Where(a => a.Id == id).ExecuteUpdateAsync(s => Set(s, changes, now));
                }

                var after = (await ArticleSettings.FindAsync(db, id, now, CancellationToken.None))!;
                if (isNew || after != before)
                {
                    await AuditLog.RecordAsync(db, now, actor, "article.changed", id, isNew ? null : before, after, changes.Reason);
                }

                return after;
            },
            cancellation);
        gates.Forget();
        LogChanged(id, actor.Id);
        return changed;
    }

    private static void Set(UpdateSettersBuilder<Article> set, ArticleChanges changes, DateTime now)
    {
        if (changes.NamesTitle)
        {
            set.SetProperty(a => a.Title, changes.Title).SetProperty(a => a.TitleIsFixed, changes.Title is not null);
        }

        if (changes.NamesUrl)
        {
            set.SetProperty(a => a.Url, changes.Url).SetProperty(a => a.UrlIsFixed, changes.Url is not null);
        }

        if (changes.Open is { } open)
        {
            set.SetProperty(a => a.Open, open);
            if (open && !changes.NamesCloseAt)
            {
                // Opened by hand, it is open: a date that closed it has had its effect.
                set.SetProperty(a => a.CloseAt, a => a.CloseAt <= now ? null : a.CloseAt);
            }
        }

        if (changes.NamesCloseAt)
        {
            set.SetProperty(a => a.CloseAt, changes.CloseAt);
        }

        if (changes.Mode is { } mode)
        {
            set.SetProperty(a => a.Mode, mode);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Article {ArticleId} changed by key {KeyId}")]
    private partial void LogChanged(string articleId, Guid keyId);
}
