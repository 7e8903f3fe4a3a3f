-- No transaction: a batch that begins one poisons its pooled connection after SQLITE_BUSY. The insert is atomic alone,
-- and changes() tells on the same connection whether the version was the expected one. The last row must always come:
-- without a row the provider takes a conflict for a success.
INSERT INTO GrainState (ServiceId, GrainType, KeyN0, KeyN1, KeyText, Version, Payload, ModifiedAt)
SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, ifnull(@GrainIdExtensionString, ''), 1, @PayloadBinary, strftime('%Y-%m-%dT%H:%M:%fZ')
WHERE @GrainStateVersion IS NULL OR EXISTS
(
    SELECT 1 FROM GrainState
    WHERE ServiceId = @ServiceId AND GrainType = @GrainTypeString AND KeyText = ifnull(@GrainIdExtensionString, '') AND KeyN0 = @GrainIdN0 AND KeyN1 = @GrainIdN1
)
ON CONFLICT (ServiceId, GrainType, KeyText, KeyN0, KeyN1) DO UPDATE
SET Version = Version + 1, Payload = excluded.Payload, ModifiedAt = excluded.ModifiedAt
WHERE Version = @GrainStateVersion;
SELECT CASE changes() WHEN 1 THEN ifnull(@GrainStateVersion, 0) + 1 ELSE @GrainStateVersion END AS NewGrainStateVersion;
