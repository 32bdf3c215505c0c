using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using CommentService.Contracts;
using CommentService.Moderation;
using CommentService.Storage;

namespace CommentService.Tests.Architecture;

/// <summary>The compiled service as a graph: which type uses which, method bodies included.</summary>
internal static class Code
{
    private static readonly ArchUnitNET.Domain.Architecture Graph = new ArchLoader()
        .LoadAssemblies(typeof(Database).Assembly, typeof(Submission).Assembly, typeof(Policy).Assembly)
        .Build();

    public static IReadOnlyList<string> Slices { get; } = ["Intake", "Worker", "Review", "Articles", "Events"];

    public static IReadOnlyList<string> Foundations { get; } = ["Storage", "Messaging", "Hosting"];

    /// <summary>Each use of one type by another, as full names.</summary>
    public static IReadOnlyList<Use> Uses { get; } = [.. Graph.Types.SelectMany(type => type.Dependencies.Select(use => new Use(type.FullName, use.Target.FullName))).Distinct()];

    /// <summary>The uses out of one folder of the service into another, one line each.</summary>
    public static IEnumerable<string> UsesBetween(string from, string to) =>
        Uses.Where(use => use.IsFrom(from) && use.IsOf(to)).Select(use => use.ToString());
}

internal sealed record Use(string User, string Used)
{
    public bool IsFrom(string folder) => IsIn(User, folder);

    public bool IsOf(string folder) => IsIn(Used, folder);

    public override string ToString() => $"{User} uses {Used}";

    private static bool IsIn(string type, string folder) => type.StartsWith($"CommentService.{folder}.", StringComparison.Ordinal);
}
