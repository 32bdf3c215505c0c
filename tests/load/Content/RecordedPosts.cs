using System.Text.Json;
using CommentService.Load.Client;

namespace CommentService.Load.Content;

/// <summary>Records as they are, each once or over and over; a record without a name gets a made-up one.</summary>
internal sealed class RecordedPosts : Posts
{
    private readonly byte[][] bodies;
    private readonly bool repeat;
    private readonly Action<int, ResponseReader>? answered;
    private int next;

    public RecordedPosts(
        LoopbackTarget target, Articles articles, People people, IReadOnlyList<Record> records, bool repeat,
        Action<int, ResponseReader>? answered = null)
        : base(target, articles, people)
    {
        bodies = [.. records.Select(Body)];
        this.repeat = repeat;
        this.answered = answered;
    }

    public override void Answered(Connection connection, long at)
    {
        base.Answered(connection, at);
        answered?.Invoke(connection.Tag, connection.Response);
    }

    protected override bool TryWriteBody(RequestBuffer body, Connection connection)
    {
        if (next == bodies.Length)
        {
            if (!repeat || bodies.Length == 0)
            {
                return false;
            }

            next = 0;
        }

        connection.Tag = next;
        body.Append(bodies[next++]);
        return true;
    }

    private byte[] Body(Record record)
    {
        var name = record.Name ?? System.Text.Encoding.ASCII.GetString(People.NextName());
        return JsonSerializer.SerializeToUtf8Bytes(new { name, comment = record.Text });
    }
}
