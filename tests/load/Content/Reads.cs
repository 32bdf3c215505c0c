using System.Text;
using CommentService.Load.Client;

namespace CommentService.Load.Content;

/// <summary>Reads of an article's comments.</summary>
internal sealed class Reads(LoopbackTarget target, Articles articles, string query) : RequestSource
{
    private readonly byte[] query = Encoding.ASCII.GetBytes(query);

    public override bool TryWrite(Connection connection)
    {
        var request = connection.Request;
        request.Append("GET /api/v1/articles/"u8);
        articles.AppendNext(request);
        request.Append("/comments"u8);
        request.Append(query);
        request.Append(" HTTP/1.1\r\nHost: "u8);
        request.Append(target.Host);
        request.Append("\r\nAccept: application/json\r\n\r\n"u8);
        return true;
    }
}
