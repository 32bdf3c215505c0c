using System.Collections.Concurrent;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Hosting.Authentication;

/// <summary>
/// Remembers when each key was last used, so that an admin can tell which ones nobody needs. Written at most once a
/// minute for a key, beside the request and not waited for: a database that is away keeps no key from working.
/// </summary>
internal sealed class KeyUses(Database database, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, DateTime> noted = new();

    public void Note(Guid key)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (noted.TryGetValue(key, out var last) ? now - last >= Between && noted.TryUpdate(key, now, last) : noted.TryAdd(key, now))
        {
            _ = WriteAsync(key, now);
        }
    }

    private async Task WriteAsync(Guid key, DateTime now)
    {
        try
        {
            await database.WriteAsync(
                db => db.ApiKeys.Where(k => k.Id == key).ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, now)), CancellationToken.None);
        }
        catch (Exception exception) when (exception is ObjectDisposedException || database.IsOutage(exception))
        {
            // Only a note: the next use writes it, or nobody does.
            noted.TryRemove(key, out _);
        }
    }
}
