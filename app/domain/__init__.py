"""The rules of the floor: plain Python without Qt, SQL, clock or input and output."""
