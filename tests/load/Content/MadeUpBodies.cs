using CommentService.Load.Client;

namespace CommentService.Load.Content;

/// <summary>What intake takes, made up without end. Names and sentences need no escaping in JSON.</summary>
internal sealed class MadeUpBodies(People people, int seed)
{
    private readonly Sentences sentences = new(seed);

    public void AppendNext(RequestBuffer body)
    {
        body.Append("{\"name\":\""u8);
        body.Append(people.NextName());
        body.Append("\",\"comment\":\""u8);
        sentences.AppendTo(body);
        body.Append("\"}"u8);
    }
}
