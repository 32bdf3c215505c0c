using CommentService.Storage;

namespace CommentService.Messaging;

/// <summary>Sets aside what cannot be processed, as it was found, so that nothing holds up the rest and nothing is thrown away.</summary>
internal static class DeadLetters
{
    public static Task AddAsync(Database database, IEnumerable<byte[]> bodies, string reason, TimeProvider time, CancellationToken cancellation) =>
        database.WriteAsync(
            db =>
            {
                var now = time.GetUtcNow();
                db.DeadLetters.AddRange(bodies.Select(body => new DeadLetter { Id = Guid.CreateVersion7(now), Body = body, Reason = reason, At = now.UtcDateTime }));
                return db.SaveChangesAsync(cancellation);
            },
            cancellation);
}
