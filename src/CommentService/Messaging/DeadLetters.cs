using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Messaging;

/// <summary>Sets aside what cannot be processed, as it was found, so that nothing holds up the rest and nothing is thrown away.</summary>
internal static class DeadLetters
{
    /// <summary>What is set aside a second time, after a crash or a database that was away, is there once.</summary>
    public static Task AddAsync(Database database, IEnumerable<byte[]> bodies, string reason, TimeProvider time, CancellationToken cancellation) =>
        database.WriteAsync(
            async db =>
            {
                var now = time.GetUtcNow();
                var different = bodies.DistinctBy(Convert.ToBase64String).ToList();
                var known = await db.DeadLetters.Where(letter => different.Contains(letter.Body)).Select(letter => letter.Body).ToListAsync(cancellation);
                db.DeadLetters.AddRange(different.Where(body => !known.Exists(body.SequenceEqual))
                    .Select(body => new DeadLetter { Id = Guid.CreateVersion7(now), Body = body, Reason = reason, At = now.UtcDateTime }));
                return await db.SaveChangesAsync(cancellation);
            },
            cancellation);
}
