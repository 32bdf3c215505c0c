using System.Reflection;
using CommentService.Storage;

namespace CommentService.Tests.Storage;

/// <summary>The statements that parts of the service keep prepared, wherever they hold them.</summary>
internal static class PreparedSql
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyCollection<string> Of(IEnumerable<object> parts)
    {
        var found = new HashSet<string>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var part in parts)
        {
            Visit(part, found, seen);
        }

        return found;
    }

    /// <summary>The statements in static fields of an assembly.</summary>
    public static IReadOnlyCollection<string> Of(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           where !type.ContainsGenericParameters
           from field in type.GetFields(All)
           where field.IsStatic && field.FieldType == typeof(Statement)
           select ((Statement)field.GetValue(null)!).Sql,
    ];

    private static void Visit(object? part, HashSet<string> found, HashSet<object> seen)
    {
        if (part is Statement statement)
        {
            found.Add(statement.Sql);
        }

        if (part is null || part is string || part.GetType().Namespace?.StartsWith("CommentService", StringComparison.Ordinal) != true || part.GetType().IsValueType || !seen.Add(part))
        {
            return;
        }

        for (var type = part.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(All).Where(field => !field.IsLiteral))
            {
                Visit(field.GetValue(part), found, seen);
            }
        }
    }
}
