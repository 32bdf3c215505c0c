using System.Globalization;

namespace CommentService.Load.Measuring;

/// <summary>How much went through in what time, in one line.</summary>
internal static class Rate
{
    public static void Tell(string what, int count, TimeSpan time) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what}: {count / time.TotalSeconds:N0}/s ({count:N0} submissions in {time.TotalSeconds:0.00} s, {time.TotalMicroseconds / count:0.0} µs each)"));
}
