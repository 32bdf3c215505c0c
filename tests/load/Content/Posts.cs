using CommentService.Load.Client;

namespace CommentService.Load.Content;

/// <summary>Submissions: each from the next client, to some article; what it says is up to the kind.</summary>
internal abstract class Posts(LoopbackTarget target, Articles articles, People people) : RequestSource
{
    private readonly RequestBuffer body = new();

    protected People People => people;

    public override bool TryWrite(Connection connection)
    {
        body.Clear();
        if (!TryWriteBody(body, connection))
        {
            return false;
        }

        var request = connection.Request;
        request.Append("POST /api/v1/articles/"u8);
        articles.AppendNext(request);
        request.Append("/comments HTTP/1.1\r\nHost: "u8);
        request.Append(target.Host);
        request.Append("\r\nContent-Type: application/json\r\nX-Forwarded-For: "u8);
        people.AppendNextAddress(request);
        request.Append("\r\nContent-Length: "u8);
        request.Append(body.Length);
        request.Append("\r\n\r\n"u8);
        request.Append(body.Written);
        return true;
    }

    public override void Answered(Connection connection, long at)
    {
        if (connection.Response.Status == 202)
        {
            connection.LastAccepted = connection.Response.Receipt;
        }
    }

    /// <summary>False: nothing is left to post.</summary>
    protected abstract bool TryWriteBody(RequestBuffer body, Connection connection);
}
