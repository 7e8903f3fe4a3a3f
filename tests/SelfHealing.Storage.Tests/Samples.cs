using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using SelfHealing.Incidents;

namespace SelfHealing.Storage.Tests;

/// <summary>One event of every kind with every field filled, found by reflection so that no new kind is forgotten.</summary>
internal static class Samples
{
    public static IEnumerable<RepairEvent> Events =>
        typeof(RepairEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => (RepairEvent)Make(kind.DerivedType, kind.DerivedType.Name));

    private static object Make(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return $"{name} \"quoted\" <tag> \n ünïcödé \u0000 🔧";
        }

        if (type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(decimal))
        {
            return Convert.ChangeType(name.Length, type);
        }

        if (type == typeof(bool))
        {
            return true;
        }

        if (type == typeof(TimeSpan))
        {
            return TimeSpan.FromMilliseconds(123_456);
        }

        if (type == typeof(DateTimeOffset))
        {
            return new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero).AddTicks(1234567);
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var list = Array.CreateInstance(type.GenericTypeArguments[0], 2);
            list.SetValue(Make(type.GenericTypeArguments[0], name + "0"), 0);
            list.SetValue(Make(type.GenericTypeArguments[0], name + "1"), 1);
            return list;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(type.GenericTypeArguments))!;
            dictionary.Add(Make(type.GenericTypeArguments[0], name + "Key"), Make(type.GenericTypeArguments[1], name + "Value"));
            return dictionary;
        }

        return MakeRecord(type);
    }

    private static object MakeRecord(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type} cannot be made as a sample; teach it to {nameof(Samples)}.");
        var record = constructor.Invoke([.. constructor.GetParameters().Select(p => Make(p.ParameterType, p.Name!))]);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null))
        {
            property.SetValue(record, Make(property.PropertyType, property.Name));
        }

        return record;
    }
}
