namespace CommentService.Storage.Transfer;

/// <summary>Tells on the standard error how far a long command is, every other second.</summary>
internal sealed class Progress(TextWriter writer, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    private string what = "";
    private long of;
    private long lastLine;

    /// <summary>What is done of the present part.</summary>
    public long Done { get; private set; }

    public void Begin(string part, long whole, long done)
    {
        (what, of, Done) = (part, whole, done);
        Tell();
    }

    public void Add(long more)
    {
        Done += more;
        if (Done == of || time.GetElapsedTime(lastLine) >= Between)
        {
            Tell();
        }
    }

    private void Tell()
    {
        lastLine = time.GetTimestamp();
        writer.WriteLine(FormattableString.Invariant($"{what}: {Done:N0} of {of:N0}"));
    }
}
