using CommentService.Storage;

namespace CommentService.Review.Stats;

/// <summary>The time that is asked about, cut into hours or days (UTC).</summary>
internal sealed record StatsRange(DateTime From, DateTime To, TimeSpan Bucket)
{
    private const int MaxBuckets = 1000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public string Word => Bucket == Hour ? "hour" : "day";

    public DateTime FirstStart => new(From.Ticks - (From.Ticks % Bucket.Ticks), DateTimeKind.Utc);

    public int Buckets => To > From ? (int)((To - FirstStart - TimeSpan.FromTicks(1)).Ticks / Bucket.Ticks) + 1 : 0;

    /// <summary>Reads the parameters: hours of the last day unless asked, or days of the last thirty.</summary>
    public static StatsRange Read(string? from, string? to, string? bucket, DateTime now, Dictionary<string, string[]> errors)
    {
        var size = bucket switch
        {
            null or "" or "hour" => Hour,
            "day" => Day,
            _ => TimeSpan.Zero,
        };
        if (size == TimeSpan.Zero)
        {
            errors["bucket"] = ["Use one of: hour, day."];
            size = Hour;
        }

        var end = QueueFilter.Moment(to, "to", errors) ?? now;
        var start = QueueFilter.Moment(from, "from", errors) ?? Earlier(end, size == Hour ? Day : 30 * Day);
        var range = new StatsRange(start, end, size);
        if (errors.Count == 0 && start >= end)
        {
            errors["from"] = ["Give a moment before that of to."];
        }
        else if (errors.Count == 0 && (end - start) / size > MaxBuckets - 1)
        {
            errors["from"] = [$"The range has more than {MaxBuckets} buckets: ask for a shorter one, or for days."];
        }

        return range;
    }

    /// <summary>The number of the bucket into which a comment's id falls.</summary>
    public int BucketOf(Guid id) => (int)((Ids.TimeOf(id) - FirstStart).Ticks / Bucket.Ticks);

    private static DateTime Earlier(DateTime moment, TimeSpan by) => moment - DateTime.MinValue > by ? moment - by : DateTime.MinValue;
}
