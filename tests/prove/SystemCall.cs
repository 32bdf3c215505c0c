using System.Text;
using System.Text.RegularExpressions;

namespace CommentService.Prove;

/// <summary>
/// One system call out of an strace log that has paths and strings in hexadecimal (<c>-yy -xx</c>). A call that other
/// threads' calls came between stands on two lines; so it has a line where it began and one where it ended, and what
/// ended on an earlier line than another began was over before it.
/// </summary>
internal sealed partial record SystemCall(int Began, int Ended, string Name, string Path, byte[] Data, bool Succeeded)
{
    public bool IsSync => Name is "fsync" or "fdatasync";

    public bool IsSend => Name is "sendto" or "sendmsg" or "write" or "writev";

    public string Text => Encoding.Latin1.GetString(Data);

    /// <summary>The calls of a log, in the order in which they began.</summary>
    public static IEnumerable<SystemCall> Read(IEnumerable<string> log)
    {
        var calls = new List<SystemCall>();
        var unfinished = new Dictionary<string, int>();
        var number = 0;
        foreach (var line in log)
        {
            number++;
            var thread = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            if (Resumed().IsMatch(line))
            {
                if (unfinished.Remove(thread, out var at))
                {
                    calls[at] = calls[at] with { Ended = number, Succeeded = IsSuccess(line) };
                }
            }
            else if (Start().Match(line) is { Success: true } start)
            {
                var isWhole = !line.EndsWith("<unfinished ...>", StringComparison.Ordinal);
                if (!isWhole)
                {
                    unfinished[thread] = calls.Count;
                }

                calls.Add(new SystemCall(
                    number,
                    isWhole ? number : int.MaxValue,
                    start.Groups["name"].Value,
                    Encoding.UTF8.GetString(Bytes(start.Groups["path"].Value)),
                    DataOf(line),
                    isWhole && IsSuccess(line)));
            }
        }

        return calls;
    }

    private static byte[] DataOf(string line) => [.. Strings().Matches(line).SelectMany(m => Bytes(m.Groups["hex"].Value))];

    /// <summary>The bytes of <c>\x48\x54…</c>; nothing where it is not in hexadecimal (a socket's name).</summary>
    private static byte[] Bytes(string hex) => hex.StartsWith(@"\x", StringComparison.Ordinal) ? Convert.FromHexString(hex.Replace(@"\x", "", StringComparison.Ordinal)) : [];

    private static bool IsSuccess(string line) => Result().Match(line) is { Success: true } result && result.Groups["value"].Value[0] != '-';

    [GeneratedRegex(@"^\d+\s+[\d.]+ (?<name>\w+)\(\d+<(?<path>[^>]*)>")]
    private static partial Regex Start();

    [GeneratedRegex(@"^\d+\s+[\d.]+ <\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex("\"(?<hex>(?:\\\\x[0-9a-f]{2})+)\"")]
    private static partial Regex Strings();

    [GeneratedRegex(@"\) += (?<value>-?\d+)")]
    private static partial Regex Result();
}
