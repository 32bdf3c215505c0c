namespace CommentService.Prove;

/// <summary>What a proof found.</summary>
/// <param name="Figures">What was done and counted, in one line.</param>
/// <param name="Broken">What does not hold; empty where the proof holds.</param>
internal sealed record Proof(string Figures, IReadOnlyList<string> Broken);

internal static class Report
{
    /// <returns>The exit code.</returns>
    public static int Print(string name, Proof proof)
    {
        foreach (var line in proof.Broken)
        {
            Console.WriteLine("  NOT: " + line);
        }

        Console.WriteLine($"{name}: {(proof.Broken.Count == 0 ? "holds" : "DOES NOT HOLD")}; {proof.Figures}");
        return proof.Broken.Count == 0 ? 0 : 1;
    }
}
