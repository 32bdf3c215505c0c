namespace CommentService.Load.Client;

/// <summary>Where requests come from and who hears of the answers. Called by one thread only.</summary>
internal abstract class RequestSource
{
    /// <summary>Writes the next request into <see cref="Connection.Request"/>; false when there is none left.</summary>
    public abstract bool TryWrite(Connection connection);

    /// <summary>The answer is in <see cref="Connection.Response"/>, until this returns.</summary>
    public virtual void Answered(Connection connection, long at)
    {
    }
}
